// A form is sent once. The button keeps focus (aria-disabled, not disabled) and is given back when the page is.

/** A button with data-overrides (danger) stays alive while another one's sending is under way. @param {HTMLFormElement} form @param {Element | null} [submitter] */
export function lock(form, submitter = null) {
  form.dataset.sent = "";
  for (const button of buttons(form)) {
    if (overrides(button) && button !== submitter) continue;
    button.setAttribute("aria-disabled", "true");
    if (button === submitter) button.dataset.busy = "";
  }
}

/** @param {HTMLFormElement} form */
export function unlock(form) {
  delete form.dataset.sent;
  delete form.dataset.leaving;
  for (const button of buttons(form)) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.busy;
  }
}

/** @param {Element | null} button */
const overrides = (button) => button instanceof HTMLElement && "overrides" in button.dataset && !("busy" in button.dataset);

/** @param {HTMLFormElement} form @returns {HTMLButtonElement[]} */
function buttons(form) {
  return [...form.elements].flatMap((element) => (element instanceof HTMLButtonElement && element.type === "submit" ? [element] : []));
}

/** Within data-alone="none" the choice of that value and the others put one another out. @param {Event} event */
function keepAlone(event) {
  const chosen = event.target;
  const group = chosen instanceof HTMLInputElement && chosen.checked ? /** @type {HTMLElement | null} */ (chosen.closest("[data-alone]")) : null;
  if (!group || !(chosen instanceof HTMLInputElement)) return;
  for (const box of group.querySelectorAll("input")) {
    if ((box.value === group.dataset.alone) !== (chosen.value === group.dataset.alone)) box.checked = false;
  }
}

export function guardForms() {
  document.addEventListener("change", keepAlone);
  // A page that comes back with mistakes begins at them.
  /** @type {HTMLElement | null} */ (document.querySelector(".error-summary"))?.focus();

  // First, in the capture phase, so that a second press reaches neither htmx nor the draft.
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if ("sent" in form.dataset && !overrides(event.submitter)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.method === "dialog" || form.target === "_blank") return;
    setTimeout(() => lock(form, event.submitter));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = /** @type {CustomEvent} */ (event).detail;
    const trigger = requestConfig?.triggeringEvent;
    if (elt instanceof HTMLFormElement && trigger?.type === "submit") lock(elt, trigger.submitter);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt } = /** @type {CustomEvent} */ (event).detail;
    if (elt instanceof HTMLFormElement) unlock(elt);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form")) unlock(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[aria-disabled='true']");
    if (button) event.preventDefault();
  }, true);
}

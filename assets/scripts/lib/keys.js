// data-key="F4" on a button, link or label: that key presses it. "Alt+d" works too. Held keys press once.
// A key that is a character is one only while nothing is being typed.

/** @param {KeyboardEvent} event */
function name(event) {
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && event.key.length > 1 && "Shift"];
  return [...held.filter(Boolean), event.key].join("+").toLowerCase();
}

/** @param {EventTarget | null} field */
function isTypedInto(field) {
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) return true;
  return field instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit", "file"].includes(field.type);
}

/** Keys that are characters can be turned off (WCAG 2.1.4): speech input would press them. */
const OFF = "single-keys-off";

function singleKeys() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
}

/** @param {HTMLInputElement} box */
function offerSingleKeys(box) {
  box.checked = singleKeys();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "");
    } catch {
      box.checked = true;
    }
  });
}

export function startKeys() {
  for (const box of document.querySelectorAll("input[data-single-keys]")) offerSingleKeys(/** @type {HTMLInputElement} */ (box));
  document.addEventListener("keydown", (event) => {
    if (!event.key) return;
    const pressed = name(event);
    if (pressed.length === 1 && (isTypedInto(event.target) || !singleKeys())) return;
    const scope = document.querySelector("dialog[open]") ?? document;
    const targets = /** @type {NodeListOf<HTMLElement>} */ (scope.querySelectorAll("[data-key]"));
    for (const target of targets) {
      if (target.dataset.key?.toLowerCase() !== pressed || !target.checkVisibility()) continue;
      event.preventDefault();
      if (!event.repeat && target.getAttribute("aria-disabled") !== "true") target.click();
      return;
    }
  });
}

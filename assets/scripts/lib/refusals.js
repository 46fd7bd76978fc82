// Where a refusal is said: in the dialog it was pressed in, which lies over the page's own notice place, else there.
// What was typed stays. No network is said the same way, and taken back once something gets through.
import { words } from "./words.js";

/** @param {HTMLDialogElement} dialog */
function placeIn(dialog) {
  const found = dialog.querySelector(":scope > .dialog__notice");
  if (found instanceof HTMLElement) return found;
  const place = document.createElement("div");
  place.className = "dialog__notice";
  place.setAttribute("role", "alert");
  place.setAttribute("data-live-keep", "");
  dialog.prepend(place);
  return place;
}

/** @param {EventTarget | null} [elt] */
function place(elt) {
  const dialog = elt instanceof Element ? elt.closest("dialog") : null;
  return dialog?.open ? placeIn(dialog) : document.getElementById("notice");
}

/** @param {HTMLElement} where @param {string} sentence */
function say(where, sentence) {
  const alert = document.createElement("div");
  alert.className = "alert";
  alert.dataset.tone = "waiting";
  const text = document.createElement("p");
  text.textContent = sentence;
  alert.append(text);
  where.replaceChildren(alert);
}

export function startRefusals() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const where = place(detail.requestConfig?.elt);
    if (where && detail.xhr?.getResponseHeader("HX-Retarget") === "#notice") detail.target = where;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = event;
    if (target instanceof HTMLElement && target.matches(".dialog__notice")) target.scrollIntoView({ block: "nearest" });
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => {
      const { elt, requestConfig } = /** @type {CustomEvent} */ (event).detail;
      const where = requestConfig?.verb === "get" ? null : place(elt);
      // What is ticked is sent again by itself; a button is pressed again by its person.
      if (where) say(where, words(elt.matches("[data-facts]") ? "notSent" : "notThrough"));
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = /** @type {CustomEvent} */ (event).detail;
    if (requestConfig?.verb !== "get") place(elt)?.replaceChildren();
  });
}

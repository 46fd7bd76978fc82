// Swaps by morphing: what has focus, what was typed and what was opened stay as they are.
import { Idiomorph } from "idiomorph/htmx";

// Written by scripts, unknown to the server: morphing must not take them away.
const OURS = new Set(["data-dirty", "data-sent", "data-busy", "data-draft-on", "data-over", "data-state", "aria-disabled"]);

/** An open dialog stays as it was opened, even when what it was about is gone: its answer will say so. @param {Node} node */
const inHand = (node) => node instanceof HTMLDialogElement && node.open;

/** @param {Node} node */
function touched(node) {
  if (!(node instanceof HTMLElement)) return false;
  if (node.hasAttribute("data-live-keep") || inHand(node)) return true;
  const field = node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
  return field && ("dirty" in node.dataset || node === document.activeElement) && !node.closest("[data-live-overwrite]");
}

export function startMorph() {
  const { defaults } = Idiomorph;
  defaults.ignoreActiveValue = true;
  defaults.restoreFocus = true;
  defaults.callbacks.beforeNodeMorphed = (/** @type {Node} */ old) => !touched(old);
  defaults.callbacks.beforeNodeRemoved = (/** @type {Node} */ old) => !inHand(old);
  defaults.callbacks.beforeAttributeUpdated = (/** @type {string} */ name, /** @type {Element} */ node) => {
    if (name === "open") return !(node instanceof HTMLDetailsElement || node instanceof HTMLDialogElement);
    return !OURS.has(name);
  };
  const mark = (/** @type {Event} */ event) => {
    if (event.target instanceof HTMLElement) event.target.dataset.dirty = "";
  };
  // What changed behind an open dialog is fetched once it is shut.
  document.addEventListener("close", (event) => {
    if (event.target instanceof HTMLDialogElement) window.htmx?.trigger(document.body, "live:back");
  }, true);
  document.addEventListener("input", mark);
  document.addEventListener("change", mark);
}

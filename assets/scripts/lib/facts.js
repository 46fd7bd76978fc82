// form[data-facts]: what is ticked is sent at once, and what others set down meanwhile is ticked here too.
// The form's hidden `was` holds the facts as the server knows them; a field marked data-dirty is not through yet.
import htmx from "./htmx.js";

let changes = 0;
let sent = 0;
let asking = false;
let put = false;
let later = 0;
/** @type {HTMLElement | null} */
let waiting = null;

/** @returns {HTMLFormElement | null} */
const form = () => document.querySelector("form[data-facts]");

/** @param {HTMLFormElement} of @returns {HTMLInputElement[]} */
const inputs = (of) => [...of.elements].flatMap((field) => (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type) ? [field] : []));

const isDirty = (/** @type {HTMLFormElement} */ of) => inputs(of).some((field) => "dirty" in field.dataset);

/** Tick what the server knows, unless something of ours is still on its way. */
function follow() {
  const facts = form();
  const was = facts?.elements.namedItem("was");
  if (!facts || asking || isDirty(facts) || !(was instanceof HTMLInputElement)) return;
  const known = JSON.parse(was.value || "{}");
  for (const field of inputs(facts)) {
    const value = known[field.name];
    if (value === undefined) continue;
    const on = Array.isArray(value) ? value.includes(field.value) : typeof value === "boolean" ? value : value === field.value;
    if (field.checked !== on) field.checked = on;
  }
}

/** @param {boolean} now */
function ask(now) {
  asking = now;
  clearTimeout(later);
  if (!now && put) later = window.setTimeout(() => { put = false; htmx.trigger(document.body, "live:back"); }, 400);
  document.getElementById("foot")?.toggleAttribute("data-asking", now);
  if (now || !waiting) return;
  // A decision pressed while a fact was on its way opens with the answer to that fact.
  const opener = document.getElementById(waiting.id);
  waiting = null;
  setTimeout(() => opener?.click());
}

export function startFacts() {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.form?.matches("[data-facts]")) changes += 1;
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = /** @type {CustomEvent} */ (event).detail;
    const facts = form();
    if (!facts) return;
    if (elt !== facts) {
      // The news of our own change would only slow the answer to it: looked at once the answer is here.
      if (asking && elt.contains(facts)) { event.preventDefault(); put = true; }
      return;
    }
    sent = changes;
    // A look that is under way would come back older than this change.
    const live = elt.closest("[data-stale-when-down]");
    if (live) htmx.trigger(live, "htmx:abort");
    ask(true);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, xhr } = /** @type {CustomEvent} */ (event).detail;
    const facts = form();
    if (!facts || requestConfig?.elt !== facts) return;
    asking = false;
    if (xhr.status < 400 && sent === changes) for (const field of inputs(facts)) delete field.dataset.dirty;
    // Refused: what stands on screen is put back to what is known, so that nobody decides on a tick that never arrived.
    if (xhr.status >= 400) for (const field of inputs(facts)) delete field.dataset.dirty;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = /** @type {CustomEvent} */ (event).detail;
    if (!elt.matches?.("[data-facts]")) return;
    if (!successful) waiting = null;
    ask(false);
    follow();
  });
  document.addEventListener("htmx:afterSettle", follow);
  // What could not be sent goes out when the line is back.
  document.body.addEventListener("live:back", () => {
    const facts = form();
    if (facts && isDirty(facts)) htmx.trigger(facts, "change");
  });
  document.addEventListener("click", (event) => {
    const facts = form();
    const opener = event.target instanceof Element && event.target.closest(".console__foot [data-opens]");
    if (!(opener instanceof HTMLElement) || !facts || !(asking || isDirty(facts))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = opener;
    if (!asking) htmx.trigger(facts, "change");
  }, true);
}

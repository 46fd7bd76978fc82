// form[data-draft]: nothing typed is lost, and what was submitted is sent again until it gets through.
// The form carries a hidden idempotency key, kept with the draft, so that the server acts once however often it is sent.
import * as drafts from "./drafts.js";
import { lock, unlock } from "./forms.js";
import { keepMessages } from "./messages.js";
import { clockTime } from "./time.js";
import { words } from "./words.js";

const AGAIN = [1000, 2000, 4000, 8000];
const AWAY = new Set([502, 503, 504]);

/** @param {HTMLFormElement} form @param {"" | "saved" | "kept"} state @param {string} [text] */
function say(form, state, text = "") {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-draft-status="${form.dataset.draft}"]`));
  if (!place) return;
  place.dataset.state = state;
  if (place.textContent !== text) place.textContent = text;
}

/** What is on its way, so that a button that overrides takes its place. @type {WeakMap<HTMLFormElement, AbortController>} */
const underWay = new WeakMap();

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function send(form, button) {
  underWay.get(form)?.abort();
  const mine = new AbortController();
  underWay.set(form, mine);
  // Pressed while the page is already leaving: sent all the same, and nothing is kept to be sent again later.
  const keepalive = "leaving" in form.dataset;
  lock(form, button);
  const body = new FormData(form);
  const pressed = button instanceof HTMLButtonElement && button.name ? `${button.name}=${button.value}` : undefined;
  if (button instanceof HTMLButtonElement && button.name) body.append(button.name, button.value);
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  if (!keepalive) drafts.keep(form, { pending: true, pressed });
  const { signal } = mine;
  for (let tries = 0; form.isConnected && !signal.aborted; tries += 1) {
    try {
      const response = await fetch(action, { method: "POST", body, signal, keepalive, credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!AWAY.has(response.status)) return await follow(form, response, signal);
    } catch {
      // The network is away; the draft is kept and sent again below.
    }
    if (signal.aborted) return;
    say(form, "kept", words("notSent"));
    await pause(AGAIN[Math.min(tries, AGAIN.length - 1)]);
  }
}

/** Wait, or go on at once when the browser is back online. @param {number} ms */
function pause(ms) {
  return new Promise((go) => {
    setTimeout(go, ms);
    window.addEventListener("online", go, { once: true });
  });
}

/** @param {HTMLFormElement} form @param {Response} response @param {AbortSignal} signal */
async function follow(form, response, signal) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (signal.aborted) return;
  if (response.redirected) {
    // Signed out meanwhile: the draft waits, and goes out after signing in again.
    if (!page.querySelector("[data-signed-out]")) drafts.forget(form);
    keepMessages(page);
    form.dataset.leaving = "";
    location.assign(response.url);
    return;
  }
  drafts.keep(form, { pending: false });
  const [mine, theirs] = [document.querySelector("main"), page.querySelector("main")];
  if (!mine || !theirs) return unlock(form);
  mine.replaceWith(document.adoptNode(theirs));
  if (page.title) document.title = page.title;
  window.htmx?.process(theirs);
  startDrafts(response.ok);
  /** @type {HTMLElement | null} */ (theirs.querySelector(".error-summary, .alert, h1"))?.focus();
}

/** @param {HTMLFormElement} form @param {boolean} restore */
function attach(form, restore) {
  if ("draftOn" in form.dataset) return;
  form.dataset.draftOn = "";
  const draft = restore ? drafts.read(form) : null;
  if (draft) {
    drafts.putBack(form, draft);
    say(form, "saved", words("savedAt", { time: clockTime(draft.at) }));
  }
  /** @type {number | undefined} */
  let soon;
  const keepNow = () => {
    clearTimeout(soon);
    if ("sent" in form.dataset) return;
    const { at } = drafts.keep(form);
    say(form, "saved", words("savedAt", { time: clockTime(at) }));
  };
  form.addEventListener("input", () => { clearTimeout(soon); soon = window.setTimeout(keepNow, 150); });
  form.addEventListener("change", keepNow);
  window.addEventListener("pagehide", () => { if (soon) keepNow(); });
  form.addEventListener("reset", () => { drafts.forget(form); say(form, ""); });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    clearTimeout(soon);
    send(form, event.submitter);
  });
  if (draft?.pending) resume(form, draft);
}

/** A submission that had not got through when the page was left. @param {HTMLFormElement} form @param {drafts.Draft} draft */
function resume(form, draft) {
  const button = [...form.elements].find((element) => (
    element instanceof HTMLButtonElement && element.type === "submit"
    && (draft.pressed ? `${element.name}=${element.value}` === draft.pressed : !element.name)
  ));
  say(form, "kept", words("notSent"));
  send(form, button instanceof HTMLElement ? button : null);
}

/** @param {boolean} [restore] put drafts back (not after the server answered with the same form) */
export function startDrafts(restore = true) {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-draft]"))) attach(form, restore);
}

export function forgetDraftsAtSignOut() {
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && event.target.matches("[data-sign-out]")) drafts.forgetAll();
  });
}

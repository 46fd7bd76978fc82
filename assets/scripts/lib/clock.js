// Clocks that tick once a second: data-clock, data-countdown="ISO", data-elapsed="ISO" (data-format="minutes").
import { clockTime, duration, now } from "./time.js";
import { words } from "./words.js";

/** @type {Set<() => void>} */
const listeners = new Set();

/** Call with every tick. @param {() => void} listener */
export const onTick = (listener) => listeners.add(listener);

/** Write only what changed, so that nothing is laid out again for nothing. @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function tick() {
  const at = now();
  for (const element of document.querySelectorAll("[data-clock]")) write(element, clockTime(at));
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-countdown]"))) {
    const left = (Date.parse(element.dataset.countdown ?? "") - at) / 1000;
    element.toggleAttribute("data-over", left <= 0);
    write(element, left > 0 ? duration(Math.ceil(left)) : `+${duration(-left)}`);
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-elapsed]"))) {
    const gone = (at - Date.parse(element.dataset.elapsed ?? "")) / 1000;
    const minutes = element.dataset.format === "minutes" && gone >= 60;
    write(element, minutes ? words("minutes", { count: String(Math.floor(gone / 60)) }) : duration(gone));
  }
  for (const listener of listeners) listener();
}

export function startClock() {
  tick();
  const next = () => setTimeout(() => { tick(); next(); }, 1000 - (now() % 1000));
  next();
  document.addEventListener("htmx:afterSwap", tick);
  document.addEventListener("visibilitychange", tick);
}

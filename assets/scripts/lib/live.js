// The stream: <body hx-ext="sse, morph" sse-connect="/live/?topic=…">. When it drops the page says so; when it is back,
// `live:back` on the body makes every live fragment fetch itself again (hx-trigger="sse:name, live:back from:body").
import htmx from "./htmx.js";
import "htmx-ext-sse";
import { onTick } from "./clock.js";
import { clockTime, learnNow, now } from "./time.js";
import { words } from "./words.js";

const SILENT = 35_000;
const GRACE = 2_500;
/** @type {Set<EventSource>} */
const sources = new Set();
let down = false;
let beats = false;
let heard = 0;
let soon = 0;

/** @param {string} state @param {number} [since] */
function show(state, since = now()) {
  document.documentElement.dataset.liveState = state;
  const banner = document.getElementById("live-banner");
  if (banner) {
    const text = banner.querySelector("[data-live-text]");
    if (state === "down" && text) text.textContent = words("notLive", { time: clockTime(since, false) });
    banner.hidden = state !== "down";
  }
  for (const dot of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live-dot]"))) {
    dot.dataset.state = state;
    dot.textContent = state === "down" ? words("notLiveShort") : words("live");
  }
}

function opened() {
  heard = now();
  const was = down || soon;
  clearTimeout(soon);
  soon = 0;
  down = false;
  show("live");
  if (was) htmx.trigger(document.body, "live:back");
}

/** A stream that ends and opens again at once is no news: the server ends each one now and then. */
function dropped() {
  if (down || soon) return;
  const since = now();
  soon = window.setTimeout(() => { soon = 0; down = true; show("down", since); }, GRACE);
}

/** @param {string} url */
function createEventSource(url) {
  const source = new EventSource(url, { withCredentials: true });
  sources.add(source);
  // The server sends a `beat` (data: its time) every few seconds; silence then means the line is dead.
  source.addEventListener("beat", (event) => {
    beats = true;
    heard = now();
    learnNow(event.data);
    if (down) opened();
  });
  source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) sources.delete(source); });
  return source;
}

function watch() {
  if (beats && !down && now() - heard > SILENT) restart();
}

/** A silent stream is closed and opened again by its extension, which listens for errors. */
function restart() {
  dropped();
  for (const source of sources) {
    source.close();
    sources.delete(source);
    source.dispatchEvent(new Event("error"));
  }
}

export function startLive() {
  window.htmx.createEventSource = createEventSource;
  document.addEventListener("htmx:sseOpen", opened);
  document.addEventListener("htmx:sseError", dropped);
  window.addEventListener("offline", dropped);
  window.addEventListener("online", () => { if (down) restart(); });
  onTick(watch);
}

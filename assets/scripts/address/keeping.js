// The last address that was looked up on this device, kept on it alone: a link on the first page, and its page and
// two months of its calendar to be read without a connection (offline.js). "Forget it" takes all away, and nothing is
// kept again until someone wants it.
const LAST = "brightline:last-address";
const WANTED = "brightline:keep-address";
const CACHE = "brightline-last-address";
const KEEP_AFTER_MS = 2500;

export function keeping() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-place]"));
  showLast();
  if (place?.dataset.place) keepable(place);
}

/** @param {HTMLElement} place */
function keepable(place) {
  const note = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept-note]"));
  const keep = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-keep]"));
  const forgetIt = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-forget]"));
  if (!note || !keep || !forgetIt || !storage()) return;
  const say = (/** @type {boolean} */ kept) => {
    note.hidden = false;
    keep.hidden = kept;
    forgetIt.hidden = !kept;
    for (const words of note.querySelectorAll("[data-kept-words]")) {
      if (words instanceof HTMLElement) words.hidden = (words.dataset.keptWords === "kept") !== kept;
    }
  };
  keep.addEventListener("click", async () => {
    localStorage.removeItem(WANTED);
    if (!(await save(place))) return;
    say(true);
    forgetIt.focus();
  });
  forgetIt.addEventListener("click", async () => {
    localStorage.setItem(WANTED, "no");
    await forget();
    say(false);
    keep.focus();
  });
  if (localStorage.getItem(WANTED) === "no") say(false);
  else if (document.documentElement.hasAttribute("data-offline")) say(true);
  else {
    // After everything the person waits for, and only if they stay for a moment; said only once it is so.
    setTimeout(() => void save(place).then((kept) => kept && say(true)), KEEP_AFTER_MS);
  }
}

/** Whether the address is there without a connection from now on. @param {HTMLElement} place */
async function save(place) {
  localStorage.setItem(LAST, JSON.stringify({ url: location.pathname, name: place.dataset.placeName }));
  if (!("serviceWorker" in navigator) || !("caches" in window)) return false;
  try {
    const files = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
    const linked = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.getAttribute("href") ?? each.getAttribute("src") ?? "");
    const pages = [location.pathname, place.dataset.calendar, place.dataset.calendarNext, place.dataset.offlinePage].filter((each) => each !== undefined && each !== "");
    const urls = new Set([...pages, ...files, ...linked].map((url) => new URL(url, location.href).href));
    // All of it first, and only then in place of what is there: a lost connection takes nothing away.
    // What the browser has just fetched is taken from it and not fetched again.
    const found = await Promise.all([...urls].map(async (url) => /** @type {const} */ ([url, await fetch(url, { cache: url.includes("/static/") ? "force-cache" : "default", referrerPolicy: "no-referrer" })])));
    if (!found.every(([, answer]) => answer.ok)) return false;
    await caches.delete(CACHE);
    const cache = await caches.open(CACHE);
    await Promise.all(found.map(([url, answer]) => cache.put(url, answer)));
    await navigator.serviceWorker.register(place.dataset.worker ?? "", { scope: "/" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    // No connection, a full disk, a private window: then it is as it was.
    return false;
  }
}

async function forget() {
  localStorage.removeItem(LAST);
  if (!("caches" in window)) return;
  await caches.delete(CACHE);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

function showLast() {
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-last]"));
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-last-link]"));
  const last = storage()?.getItem(LAST);
  if (!line || !link || !last) return;
  try {
    const { url, name } = JSON.parse(last);
    if (!/^\/address\/[\w-]+\/$/.test(url)) return;
    link.href = url;
    link.textContent = name;
  } catch {
    return;
  }
  line.hidden = false;
  document.querySelector("[data-last-none]")?.setAttribute("hidden", "");
  document.querySelector("[data-last-forget]")?.addEventListener("click", async () => {
    localStorage.setItem(WANTED, "no");
    await forget();
    line.hidden = true;
    /** @type {HTMLElement | null} */ (document.querySelector("input[name=q]"))?.focus();
  });
}

/** Storage that may be switched off. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

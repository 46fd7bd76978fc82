// The service worker: the first page, the pages of addresses and their calendars come from the network, and without one
// from what this device kept (address/keeping.js puts it there). It touches nothing else: desk, console and record go
// their way unseen.
/// <reference lib="webworker" />
const CACHE = "brightline-last-address";
const OURS = /^\/(address\/([\w-]+\/(calendar\/)?)?)?$/;
const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** Pages shown from what was kept: their styles and scripts come from there too. @type {Set<string>} */
const offline = new Set();

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && OURS.test(url.pathname)) event.respondWith(page(event, url));
  else if (offline.has(event.clientId)) event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
});

/** @param {FetchEvent} event @param {URL} url */
async function page(event, url) {
  try {
    return await fetch(event.request);
  } catch {
    const month = url.searchParams.get("month");
    const found = (month && (await kept(`${url.pathname}?${new URLSearchParams({ month })}`))) || (await kept(url.pathname)) || (await kept("/address/offline/"));
    if (!found) return Response.error();
    offline.add(event.resultingClientId);
    // Marked, so that the page says of itself when it was made, and that it is another month than was asked for.
    const text = await found.text();
    const other = month && text.includes("data-month=") && !text.includes(`data-month="${month}"`);
    return new Response(text.replace("<html ", `<html data-offline="${other ? "other-month" : ""}" `), { headers: found.headers });
  }
}

/** @param {string} path */
async function kept(path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path, { ignoreVary: true })) ?? (path.includes("?") ? undefined : cache.match(path, { ignoreVary: true, ignoreSearch: true }));
}

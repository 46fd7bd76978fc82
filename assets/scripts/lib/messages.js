// Messages found in a page that script fetched are kept for the page that is shown next.
const KEY = "brightline:messages";

/** @param {Document} page */
export function keepMessages(page) {
  const found = page.getElementById("messages")?.innerHTML.trim();
  if (found) sessionStorage.setItem(KEY, found);
}

export function showKeptMessages() {
  const kept = sessionStorage.getItem(KEY);
  const place = document.getElementById("messages");
  if (!kept || !place) return;
  sessionStorage.removeItem(KEY);
  const page = new DOMParser().parseFromString(kept, "text/html");
  if (!place.children.length) place.replaceChildren(...page.body.childNodes);
}

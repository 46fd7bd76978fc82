// The first page, results, and the page of one address. Everything works without it; with it, it is quicker.
import { suggestions } from "./address/suggestions.js";
import { useLocation } from "./address/location.js";
import { keeping } from "./address/keeping.js";
import { sharing } from "./address/sharing.js";
import { mapOnRequest } from "./address/map-on-request.js";

for (const form of document.querySelectorAll("form[data-look-up]")) {
  suggestions(/** @type {HTMLFormElement} */ (form));
  useLocation(/** @type {HTMLFormElement} */ (form));
}
// Each a task of its own, so that a slow phone can answer a finger in between.
for (const start of [mapOnRequest, sharing, keeping]) setTimeout(start);

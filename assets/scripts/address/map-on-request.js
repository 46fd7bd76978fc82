// The drawn map serves everyone. The one that moves (map.js, half a megabyte) is fetched when someone asks to move it.
/** @typedef {{ show: (area: string) => void }} MovingMap */

export function mapOnRequest() {
  const map = /** @type {HTMLElement | null} */ (document.getElementById("map"));
  if (!map) return;
  const open = /** @type {HTMLButtonElement | null} */ (map.querySelector("[data-map-open]"));
  const said = map.querySelector("[data-map-said]");
  /** @type {Promise<MovingMap | undefined> | undefined} */
  let moving;

  const start = () => (moving ??= load(map, said));
  if (open) {
    open.hidden = false;
    const words = /** @type {HTMLElement} */ (open.querySelector("[data-map-words]"));
    const usual = words.textContent;
    open.addEventListener("click", async () => {
      if (open.getAttribute("aria-disabled") === "true") return;
      open.setAttribute("aria-disabled", "true");
      // On a slow connection it takes a while, and the drawn map stays until then.
      words.textContent = map.dataset.saidWait ?? "";
      if (said) said.textContent = words.textContent;
      const started = await start();
      words.textContent = usual;
      if (started) {
        if (said) said.textContent = "";
        map.querySelector("canvas")?.focus({ preventScroll: true });
        open.hidden = true;
      } else {
        open.removeAttribute("aria-disabled");
      }
    });
  }
  // Each area of the page can be seen on the map: on the drawn one at once, on the moving one in full.
  for (const link of document.querySelectorAll("[data-shows-area]")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const area = link instanceof HTMLElement ? link.dataset.showsArea ?? "" : "";
      for (const outline of map.querySelectorAll("[data-area]")) outline.toggleAttribute("data-shown", outline.getAttribute("data-area") === area);
      for (const other of document.querySelectorAll("[data-shows-area]")) other === link ? other.setAttribute("aria-current", "true") : other.removeAttribute("aria-current");
      const name = link.textContent?.trim() ?? "";
      if (said) said.textContent = name;
      const legend = map.querySelector("[data-map-legend]");
      if (legend instanceof HTMLElement) legend.textContent = map.querySelector(`[data-area="${CSS.escape(area)}"] title`)?.textContent ?? name;
      const { top, bottom } = map.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) map.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      if (moving) (await moving)?.show(area);
    });
  }
}

/** @param {HTMLElement} map @param {Element | null} said @returns {Promise<MovingMap | undefined>} */
async function load(map, said) {
  const { mapStyle, map: script } = map.dataset;
  try {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: mapStyle });
    const styled = new Promise((done, failed) => {
      style.addEventListener("load", done);
      style.addEventListener("error", failed);
    });
    document.head.append(style);
    const [{ movingMap }] = await Promise.all([import(/** @type {string} */ (new URL(script ?? "", location.href).href)), styled]);
    return await movingMap(map);
  } catch {
    if (said) {
      said.textContent = map.dataset.saidFails ?? "";
      said.classList.remove("visually-hidden");
    }
    return undefined;
  }
}

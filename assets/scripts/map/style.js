// The same map as the drawn one: land, water, streets, the area asked for, what is near, the place itself.

/**
 * @param {HTMLElement} map
 * @param {[number, number]} center
 * @param {string} ground address of the GeoJSON of water and parks
 * @returns {import("maplibre-gl").StyleSpecification}
 */
export function style(map, center, ground) {
  const styles = getComputedStyle(map);
  const color = (/** @type {string} */ name) => styles.getPropertyValue(name).trim();
  // The page's own fonts: MapLibre draws what it has no glyphs for with the font of that name.
  const fonts = ["Public Sans", "Noto Sans Arabic", "sans-serif"];
  const none = { type: /** @type {const} */ ("geojson"), data: { type: /** @type {const} */ ("FeatureCollection"), features: [] } };
  // Names stand on the side of their dots on which the drawn map found room for them.
  const nameOf = (/** @type {string} */ id, /** @type {boolean} */ before) => /** @type {import("maplibre-gl").SymbolLayerSpecification} */ ({
    id,
    type: "symbol",
    source: "near",
    filter: ["==", ["get", "before"], before],
    layout: { "text-field": ["get", "name"], "text-font": fonts, "text-size": 13, "text-max-width": 14, "text-variable-anchor": before ? ["right", "left", "top", "bottom"] : ["left", "right", "top", "bottom"], "text-radial-offset": 0.8 },
    paint: { "text-color": color("--ink"), "text-halo-color": "#fff", "text-halo-width": 2 },
  });
  return {
    version: 8,
    sources: {
      ground: { type: "geojson", data: new URL(ground, location.href).href },
      streets: none,
      area: none,
      near: { type: "geojson", data: { type: "FeatureCollection", features: near(map) } },
      here: { type: "geojson", data: { type: "Point", coordinates: center } },
    },
    layers: [
      { id: "land", type: "background", paint: { "background-color": color("--land") } },
      { id: "ground", type: "fill", source: "ground", paint: { "fill-color": ["case", ["==", ["get", "kind"], "park"], color("--park"), color("--water")] } },
      { id: "streets", type: "line", source: "streets", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": color("--street"), "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 11, ["case", ["get", "main"], 1.5, 0.4], 14, ["case", ["get", "main"], 6, 3], 18, ["case", ["get", "main"], 34, 22]] } },
      { id: "area", type: "fill", source: "area", paint: { "fill-color": color("--primary"), "fill-opacity": 0.09 } },
      { id: "area-border", type: "line", source: "area", paint: { "line-color": color("--primary"), "line-width": 2.5, "line-dasharray": [4, 2] } },
      { id: "street-names", type: "symbol", source: "streets", minzoom: 12, layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": fonts, "text-size": ["interpolate", ["linear"], ["zoom"], 12, 10.5, 15, 13], "symbol-sort-key": ["case", ["get", "main"], 0, 1] }, paint: { "text-color": "#565c65", "text-halo-color": color("--street"), "text-halo-width": 1.5 } },
      { id: "near", type: "circle", source: "near", paint: { "circle-radius": 6, "circle-color": color("--navy"), "circle-stroke-color": "#fff", "circle-stroke-width": 2 } },
      nameOf("near-names", false),
      nameOf("near-names-before", true),
      { id: "here", type: "circle", source: "here", paint: { "circle-radius": 9, "circle-color": color("--danger"), "circle-stroke-color": "#fff", "circle-stroke-width": 3 } },
    ],
  };
}

/** What stands near, as the page's own rows say. @param {HTMLElement} map @returns {import("geojson").Feature[]} */
function near(map) {
  return [...map.querySelectorAll("[data-dot]")].map((dot) => {
    const [longitude, latitude] = (dot.getAttribute("data-dot") ?? "").split(" ").map(Number);
    return { type: "Feature", properties: { name: dot.querySelector("text")?.textContent ?? "", before: dot.querySelector("text")?.hasAttribute("text-anchor") ?? false }, geometry: { type: "Point", coordinates: [longitude, latitude] } };
  });
}

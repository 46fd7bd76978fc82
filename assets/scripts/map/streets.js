// The streets of what is in view, in squares of a fiftieth of a degree, each fetched once.
const SQUARES_A_DEGREE = 50;
// Farther out nobody could tell one street from another, and a large city has too many.
const LEAST_ZOOM = 12;
const MOST_SQUARES = 48;

/** Done when those of the first view are in. @param {import("maplibre-gl").Map} view @param {string} address of the squares */
export function streetsInView(view, address) {
  /** @type {Map<string, import("geojson").Feature[]>} */
  const known = new Map();
  const load = async () => {
    if (view.getZoom() < LEAST_ZOOM) return;
    const missing = squares(view.getBounds()).filter((square) => !known.has(square)).slice(0, MOST_SQUARES);
    if (!missing.length) return;
    for (const square of missing) known.set(square, []);
    await Promise.all(missing.map(async (square) => {
      try {
        const answer = await fetch(`${address}${square}.json`);
        if (answer.ok) known.set(square, (await answer.json()).features);
      } catch {
        known.delete(square);
      }
    }));
    /** @type {import("maplibre-gl").GeoJSONSource} */ (view.getSource("streets")).setData({ type: "FeatureCollection", features: [...known.values()].flat() });
  };
  view.on("moveend", () => void load());
  return load();
}

/** @param {import("maplibre-gl").LngLatBounds} bounds */
function squares(bounds) {
  const found = [];
  for (let column = at(bounds.getWest(), 180); column <= at(bounds.getEast(), 180); column += 1) {
    for (let row = at(bounds.getSouth(), 90); row <= at(bounds.getNorth(), 90); row += 1) found.push(`${column}/${row}`);
  }
  return found;
}

/** @param {number} degrees @param {number} from */
const at = (degrees, from) => Math.floor((degrees + from) * SQUARES_A_DEGREE);

// The map that moves: MapLibre GL, our own style, our own data. Fetched only when someone asks for it.
import { Map as MapView, LngLatBounds, NavigationControl, setWorkerUrl } from "maplibre-gl";
import { style } from "./map/style.js";
import { streetsInView } from "./map/streets.js";

/** @param {HTMLElement} map */
export async function movingMap(map) {
  const { longitude, latitude, miles, mapWorker, ground, streets, areas, saidLabel, saidIn, saidOut } = map.dataset;
  setWorkerUrl(new URL(mapWorker ?? "", location.href).href);
  const place = /** @type {HTMLElement} */ (map.querySelector(".map__place"));
  const canvas = document.createElement("div");
  canvas.className = "map__canvas";
  place.append(canvas);
  const center = /** @type {[number, number]} */ ([Number(longitude), Number(latitude)]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const view = new MapView({
    container: canvas,
    style: style(map, center, ground ?? ""),
    bounds: asDrawn(place, center, Number(miles)),
    // The page credits the data itself, under either map.
    attributionControl: false,
    // On a page that scrolls the map takes one finger or the wheel only when it is meant.
    cooperativeGestures: true,
    fadeDuration: still ? 0 : 200,
    maxPitch: 0,
    dragRotate: false,
    locale: { "Map.Title": saidLabel ?? "", "NavigationControl.ZoomIn": saidIn ?? "", "NavigationControl.ZoomOut": saidOut ?? "" },
  });
  view.touchZoomRotate.disableRotation();
  view.addControl(new NavigationControl({ showCompass: false }), document.dir === "rtl" ? "top-left" : "top-right");
  await new Promise((done, failed) => {
    view.once("load", done);
    view.once("error", ({ error }) => failed(error));
  });
  const outline = async (/** @type {string} */ area) => {
    const [kind, ...key] = area.split("-");
    const answer = await fetch(`${areas}${kind}/${encodeURIComponent(key.join("-"))}.json`);
    if (!answer.ok) return;
    const shape = await answer.json();
    /** @type {import("maplibre-gl").GeoJSONSource} */ (view.getSource("area")).setData(shape);
    return shape;
  };
  const show = async (/** @type {string} */ area) => {
    const shape = await outline(area);
    if (!shape) return;
    const bounds = new LngLatBounds(center, center);
    for (const { geometry } of shape.features) for (const point of geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2)) bounds.extend(point);
    view.fitBounds(bounds, { padding: 32, maxZoom: 16, animate: !still });
  };
  const already = map.querySelector("[data-area][data-shown]") ?? map.querySelector(".map__outline--usual");
  const drawn = already instanceof SVGElement ? outline(already.dataset.area ?? "") : undefined;
  await Promise.all([streetsInView(view, streets ?? ""), drawn]);
  // The drawn map stays until this one shows as much: its streets, their names, the area.
  if (!view.loaded()) await new Promise((done) => view.once("idle", done));
  map.dataset.moving = "";
  return { show };
}

/** What the drawn map shows of itself: it fills its place, and what does not fit is cut. @param {HTMLElement} place @param {[number, number]} center @param {number} miles how wide the whole drawing is */
function asDrawn(place, center, miles) {
  const { width, height } = /** @type {SVGSVGElement} */ (place.querySelector(".map__drawing")).viewBox.baseVal;
  const scale = Math.max(place.clientWidth / width, place.clientHeight / height);
  const milesAPixel = miles / width / scale;
  return around(center, (place.clientWidth * milesAPixel) / 2, (place.clientHeight * milesAPixel) / 2);
}

/** A box of so many miles to each side. @param {[number, number]} center @param {number} east @param {number} north */
function around([longitude, latitude], east, north) {
  const high = north / 69.05;
  const wide = east / 69.05 / Math.cos((latitude * Math.PI) / 180);
  return new LngLatBounds([longitude - wide, latitude - high], [longitude + wide, latitude + high]);
}

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
    bounds: around(center, Number(miles) * 0.45),
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
  streetsInView(view, streets ?? "");
  map.dataset.moving = "";

  const show = async (/** @type {string} */ area) => {
    const [kind, ...key] = area.split("-");
    const answer = await fetch(`${areas}${kind}/${encodeURIComponent(key.join("-"))}.json`);
    if (!answer.ok) return;
    const shape = await answer.json();
    /** @type {import("maplibre-gl").GeoJSONSource} */ (view.getSource("area")).setData(shape);
    const bounds = new LngLatBounds(center, center);
    for (const { geometry } of shape.features) for (const point of geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2)) bounds.extend(point);
    view.fitBounds(bounds, { padding: 32, maxZoom: 16, animate: !still });
  };
  const already = map.querySelector("[data-area][data-shown]") ?? map.querySelector(".map__outline--usual");
  if (already instanceof SVGElement) void show(already.dataset.area ?? "");
  return { show };
}

/** A box of so many miles to each side. @param {[number, number]} center @param {number} miles */
function around([longitude, latitude], miles) {
  const high = miles / 69.05;
  const wide = high / Math.cos((latitude * Math.PI) / 180);
  return new LngLatBounds([longitude - wide, latitude - high], [longitude + wide, latitude + high]);
}

// The server's clock, and how times are written. <html data-now="ISO" data-time-zone="America/…">.

let offset = 0;

/** Learn the server's clock, from the page or from a live beat. @param {string | null | undefined} iso */
export function learnNow(iso) {
  const server = Date.parse(iso ?? "");
  if (!Number.isNaN(server)) offset = server - Date.now();
}

const [entry] = performance.getEntriesByType("navigation");
const fresh = entry instanceof PerformanceNavigationTiming && entry.type !== "back_forward";
if (fresh) learnNow(document.documentElement.dataset.now);

/** Now, in milliseconds, by the server's clock. */
export const now = () => Date.now() + offset;

/** hh:mm:ss or hh:mm in the city's zone. @param {number} at @param {boolean} [seconds] */
export function clockTime(at, seconds = true) {
  const timeZone = document.documentElement.dataset.timeZone || undefined;
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined, hourCycle: "h23", timeZone,
  }).format(at);
}

/** m:ss, or h:mm:ss from an hour on. @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

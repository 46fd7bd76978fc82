// What the bundled libraries put on the window, as far as we use it.
interface Window {
  htmx: typeof import("htmx.org").default & { createEventSource?: (url: string) => EventSource };
}

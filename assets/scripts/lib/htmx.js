// htmx with its two extensions, told to run under a strict Content-Security-Policy and to leave typed text alone.
import htmx from "htmx.org";

window.htmx = htmx;
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.allowScriptTags = false;
htmx.config.ignoreTitle = true;
htmx.config.scrollBehavior = "auto";
htmx.config.defaultFocusScroll = false;
// An answer that says no (a stale page, bad input) is shown in its place like any other.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "(400|403|404|409|410|422)", swap: true, error: true },
  { code: "[45]..", swap: false, error: true },
];

// Where a fragment was expected a whole page may come: signed out (open the sign-in page) or an error page (its words).
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  const text = detail.xhr?.responseText ?? "";
  const live = detail.requestConfig?.verb === "get" && detail.elt?.matches("[data-stale-when-down]");
  if (!/<html[\s>]/i.test(text.slice(0, 2000))) {
    if (live && detail.xhr.status >= 400) detail.shouldSwap = false;
    return;
  }
  if (live || detail.xhr.status < 400) detail.shouldSwap = false;
  else detail.selectOverride = "#main > :not(.mark)";
  if (text.includes("data-signed-out")) location.reload();
});

// A refusal stands until the next thing sent gets through.
document.addEventListener("htmx:afterRequest", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.successful && detail.requestConfig?.verb !== "get") document.getElementById("notice")?.replaceChildren();
});

export default htmx;

// data-key="F4" on a button or link: that key presses it. "Alt+d" works too. Held keys press once.

/** @param {KeyboardEvent} event */
function name(event) {
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && event.key.length > 1 && "Shift"];
  return [...held.filter(Boolean), event.key].join("+").toLowerCase();
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (!event.key) return;
    const pressed = name(event);
    const scope = document.querySelector("dialog[open]") ?? document;
    const targets = /** @type {NodeListOf<HTMLElement>} */ (scope.querySelectorAll("[data-key]"));
    for (const target of targets) {
      if (target.dataset.key?.toLowerCase() !== pressed || !target.checkVisibility()) continue;
      event.preventDefault();
      if (!event.repeat && target.getAttribute("aria-disabled") !== "true") target.click();
      return;
    }
  });
}

// A combobox with a list (WAI-ARIA Authoring Practices, editable combobox): the focus stays in the box, the arrow keys
// choose, Enter opens, Escape closes. Nothing is announced but what the person's own key brought about.
const PAUSE_MS = 90;

/** @typedef {{ label: string, note: string, kind: string, url: string }} Suggestion */

/** @param {HTMLFormElement} form */
export function suggestions(form) {
  const box = /** @type {HTMLInputElement} */ (form.querySelector("input[name=q]"));
  const list = /** @type {HTMLUListElement} */ (form.querySelector("[role=listbox]"));
  const announced = /** @type {HTMLElement} */ (form.querySelector("[data-announced]"));
  /** @type {Map<string, Suggestion[]>} */
  const known = new Map();
  /** @type {Suggestion[]} */
  let shown = [];
  let chosen = -1;
  let typed = box.value;
  let timer = 0;
  /** @type {AbortController | undefined} */
  let asking;

  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) box.setAttribute(name, value);

  box.addEventListener("input", () => {
    typed = box.value;
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE_MS);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open && !event.altKey) choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      else if (event.key === "ArrowUp" && event.altKey) close();
      else void ask().then(() => !event.altKey && !list.hidden && choose(event.key === "ArrowDown" ? 0 : shown.length - 1));
    } else if (event.key === "Enter" && open && chosen >= 0) {
      event.preventDefault();
      take(shown[chosen]);
    } else if (event.key === "Escape" && (open || box.value)) {
      event.preventDefault();
      if (open) {
        box.value = typed;
        close();
      } else {
        box.value = typed = "";
      }
    } else if (event.key === "Tab") {
      close();
    }
  });
  box.addEventListener("blur", () => close());
  // Before the box loses focus, so that pressing an option keeps the list open until it is let go.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    if (option) take(shown[[...list.children].indexOf(option)]);
  });
  // The page may be shown again from the browser's memory with the list as it was left.
  window.addEventListener("pageshow", () => close());

  async function ask() {
    clearTimeout(timer);
    const text = typed.trim();
    asking?.abort();
    if (!text) return close();
    let found = known.get(text);
    if (!found) {
      asking = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: asking.signal, referrerPolicy: "no-referrer" });
        // Without suggestions the box still looks things up.
        if (!answer.ok) return close();
        found = /** @type {Suggestion[]} */ ((await answer.json()).suggestions);
      } catch {
        return;
      }
      known.set(text, found);
    }
    // The answer to what stood there before must not replace the answer to what stands there now.
    if (text === typed.trim() && document.activeElement === box) show(found);
  }

  /** @param {Suggestion[]} found */
  function show(found) {
    shown = found;
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    announced.textContent = found.length ? (form.dataset.saidCount ?? "").replace("{count}", String(found.length)) : (form.dataset.saidNone ?? "");
  }

  /** @param {Suggestion} found @param {number} index */
  function option(found, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.className = "look-up__option";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.dir = "auto";
    label.append(...marked(found.label, typed));
    const note = document.createElement("span");
    note.className = "look-up__note";
    note.textContent = found.kind === "address" ? "" : found.note;
    item.append(label, note);
    return item;
  }

  /** @param {number} index -1 is the box itself, between the last and the first */
  function choose(index) {
    chosen = index < -1 ? shown.length - 1 : index >= shown.length ? -1 : index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[chosen].id);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    }
    box.value = chosen < 0 ? typed : shown[chosen].label;
  }

  /** @param {Suggestion} found */
  function take(found) {
    box.value = found.label;
    close();
    if (found.url) {
      location.assign(found.url);
    } else {
      // A street or ZIP: room for the house number, and the next word is the person's.
      box.value = typed = ` ${found.label}`;
      box.focus();
      box.setSelectionRange(0, 0);
      announced.textContent = form.dataset.saidNumber ?? "";
    }
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    // A count of what is no longer there would be read by whoever comes past, and the same count not be said again.
    announced.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
}

/** The label with what was typed set off. @param {string} label @param {string} text @returns {(string | Node)[]} */
function marked(label, text) {
  const at = label.toLowerCase().indexOf(text.trim().toLowerCase());
  if (at < 0 || !text.trim()) return [label];
  const mark = document.createElement("mark");
  mark.textContent = label.slice(at, at + text.trim().length);
  return [label.slice(0, at), mark, label.slice(at + text.trim().length)];
}

// Share: the phone's own sheet where there is one, else the link goes to the clipboard. Print: the browser's own.
export function sharing() {
  const share = document.querySelector("[data-share]");
  const print = document.querySelector("[data-print]");
  const said = document.querySelector("[data-share-said]");
  if (share instanceof HTMLButtonElement && (navigator.share || navigator.clipboard)) {
    const words = share.querySelector("[data-share-words]");
    const usual = words?.textContent ?? "";
    share.hidden = false;
    share.addEventListener("click", async () => {
      const link = location.origin + location.pathname + location.search;
      try {
        if (matchMedia("(pointer: coarse)").matches && navigator.share) {
          await navigator.share({ title: document.title, url: link });
          return;
        }
        await navigator.clipboard.writeText(link);
      } catch {
        return;
      }
      if (words) words.textContent = share.dataset.saidCopied ?? "";
      if (said) said.textContent = share.dataset.saidCopied ?? "";
      setTimeout(() => {
        if (words) words.textContent = usual;
        if (said) said.textContent = "";
      }, 4000);
    });
  }
  if (print instanceof HTMLButtonElement) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  // Paper shows what is closed on screen; the style sheet does it where the browser lets it.
  if (!CSS.supports("selector(::details-content)")) {
    /** @type {HTMLDetailsElement[]} */
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details")].filter((each) => !each.open);
      for (const each of opened) each.open = true;
    });
    window.addEventListener("afterprint", () => {
      for (const each of opened) each.open = false;
    });
  }
}

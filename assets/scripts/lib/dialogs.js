// data-opens="id" shows that <dialog> as a modal; data-closes shuts the one it is in. Without script, href="#id" does.

export function startDialogs() {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = /** @type {HTMLElement | null} */ (event.target.closest("[data-opens]"));
    const dialog = opener && document.getElementById(opener.dataset.opens ?? "");
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      if (!dialog.open) dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-closes]");
    const open = closer?.closest("dialog");
    if (open?.open) {
      event.preventDefault();
      open.close();
    }
  });
}

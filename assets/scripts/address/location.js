// Where someone is: asked of the device only when they press the button, sent once, kept nowhere.
const PATIENCE_MS = 12_000;

/** @param {HTMLFormElement} form */
export function useLocation(form) {
  const button = form.querySelector("[data-use-location]");
  const said = form.querySelector("[data-said]");
  if (!(button instanceof HTMLButtonElement) || !said || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    if (await isDenied()) {
      said.textContent = form.dataset.saidDenied ?? "";
      return;
    }
    button.setAttribute("aria-disabled", "true");
    said.textContent = form.dataset.saidWaiting ?? "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // Five decimals are a yard: a house, and not the chair in it.
        location.assign(`${form.dataset.near}?lat=${coords.latitude.toFixed(5)}&lon=${coords.longitude.toFixed(5)}`);
      },
      (error) => {
        button.removeAttribute("aria-disabled");
        said.textContent = (error.code === error.PERMISSION_DENIED ? form.dataset.saidDenied : form.dataset.saidUnavailable) ?? "";
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-disabled");
    said.textContent = "";
  });
}

/** A browser that has been told no does not ask again, and some never answer. */
async function isDenied() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "denied";
  } catch {
    return false;
  }
}

// While a page waits for its commander ([data-page-alarm="what to say"]): sound, title, vibration. Stops with it.
// A browser allows sound only after a touch or key; until then [data-sound-off] asks for one.
import { onTick } from "./clock.js";

/** @type {AudioContext | null} */
let audio = null;
let calmTitle = "";
let rung = 0;

function unlock() {
  audio ??= new AudioContext();
  if (audio.state !== "running") void audio.resume().then(askForSound, () => {});
}

const mayRing = () => audio?.state === "running";

function askForSound() {
  for (const ask of document.querySelectorAll("[data-sound-off]")) /** @type {HTMLElement} */ (ask).hidden = mayRing();
}

/** Two rising tones, twice: unlike any ring tone, heard over a car. */
function ring() {
  if (!audio || !mayRing()) return;
  const start = audio.currentTime;
  [660, 880, 660, 880].forEach((pitch, index) => {
    const at = start + index * 0.22;
    const [tone, gain] = [new OscillatorNode(/** @type {AudioContext} */ (audio), { type: "triangle", frequency: pitch }), new GainNode(/** @type {AudioContext} */ (audio), { gain: 0 })];
    tone.connect(gain).connect(/** @type {AudioContext} */ (audio).destination);
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.5, at + 0.02);
    gain.gain.setValueAtTime(0.5, at + 0.16);
    gain.gain.linearRampToValueAtTime(0, at + 0.2);
    tone.start(at);
    tone.stop(at + 0.21);
  });
}

function check() {
  askForSound();
  const alarm = /** @type {HTMLElement | null} */ (document.querySelector("[data-page-alarm]"));
  if (!alarm) {
    if (calmTitle) document.title = calmTitle;
    calmTitle = "";
    rung = 0;
    return;
  }
  calmTitle ||= document.title;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const text = `● ${alarm.dataset.pageAlarm}`;
  document.title = still || rung % 2 === 0 ? text : calmTitle;
  if (rung % 2 === 0) {
    ring();
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 120, 300]);
  }
  rung += 1;
}

export function startPager() {
  if (!document.querySelector("[data-pager]")) return;
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, unlock, { passive: true });
  // Where the browser trusts this site already, sound needs no touch at all.
  unlock();
  onTick(check);
  check();
}

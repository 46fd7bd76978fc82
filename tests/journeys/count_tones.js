// Counts the tones a page starts, so that a test can hear it.
window.__tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  window.__tones += 1;
  return start.apply(this, when);
};

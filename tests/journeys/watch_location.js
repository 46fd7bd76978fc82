// Notes that the page asked the device where it is, and lets it ask.
const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
navigator.geolocation.getCurrentPosition = (...given) => {
  window.asked = true;
  ask(...given);
};

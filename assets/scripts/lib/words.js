// Sentences said by scripts, translated by the server: <template id="ui-words" data-not-live="…">.

/**
 * @param {string} key in camelCase, as in dataset
 * @param {Record<string, string>} [values] for {name} holes
 */
export function words(key, values = {}) {
  const said = document.getElementById("ui-words")?.dataset[key] ?? "";
  return said.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// What is typed in form[data-draft="key"], kept in this browser: read, written, put back, forgotten.
import { now } from "./time.js";

const PREFIX = "brightline:draft:";
const OLDEST = 12 * 3600 * 1000;

/**
 * @typedef {object} Draft
 * @property {number} at when it was kept
 * @property {boolean} pending whether it was submitted and has not got through
 * @property {string} [pressed] name=value of the button that sent it
 * @property {[string, string][]} fields
 */

/** @param {HTMLFormElement} form */
const storeKey = (form) => PREFIX + form.dataset.draft;

/** @param {HTMLFormElement} form @returns {Draft | null} */
export function read(form) {
  try {
    const draft = JSON.parse(localStorage.getItem(storeKey(form)) ?? "null");
    return draft && now() - draft.at < OLDEST ? draft : null;
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {Partial<Draft>} [more] @returns {Draft} */
export function keep(form, more = {}) {
  /** @type {[string, string][]} */
  const fields = [];
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string") fields.push([name, value]);
  }
  const draft = { at: now(), pending: false, fields, ...more };
  try {
    localStorage.setItem(storeKey(form), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the form works on without a copy.
  }
  return draft;
}

/** @param {HTMLFormElement} form */
export function forget(form) {
  localStorage.removeItem(storeKey(form));
}

/** At sign-out nothing of a call stays on a shared computer. */
export function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/** @param {HTMLFormElement} form @param {Draft} draft */
export function putBack(form, draft) {
  const values = new Map();
  for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
      field.checked = values.get(field.name)?.includes(field.value) ?? false;
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = values.get(field.name)?.includes(option.value) ?? false;
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
      if (field.name === "csrfmiddlewaretoken" || (field instanceof HTMLInputElement && field.type === "file")) continue;
      const next = values.get(field.name)?.shift();
      if (next !== undefined) field.value = next;
    }
  }
}

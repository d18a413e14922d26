// The form of one answer: what is written in it, what of it is saved, and how that is shown.

import { words } from "./words.js";

const OWN = new Set(["csrf_token", "request_id", "started_from"]);

export const FORMS = "#sheet form[data-answer]";

export const sheet = document.getElementById("sheet");

export const owner = sheet?.dataset.owner ?? "";

// The address of a page opened by a link holds its secret, which is kept nowhere: a star stands for it.
const secret = sheet?.dataset.secret ?? "";

export const veiled = (address) => secret ? address.replace(secret, "*") : address;

export const unveiled = (address) => secret ? address.replace("*", secret) : address;

export const placeOf = (form) => `${sheet.dataset.strand}:${form.dataset.answer}`;

// What is written, as pairs of names and texts.
export const written = (form) => [...new FormData(form)].filter(([name]) => !OWN.has(name));

// What the page came with: on a slow line people write before the scripts are there.
function asItCame(form) {
  return [...form.elements].flatMap((field) => {
    if (!field.name || field.disabled || OWN.has(field.name) || field.type === "submit") return [];
    if (["checkbox", "radio"].includes(field.type)) {
      return field.defaultChecked ? [[field.name, field.value]] : [];
    }
    if (!field.options) return [[field.name, field.defaultValue]];
    const came = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return came ? [[field.name, came.value]] : [];
  });
}

// What conditions look at in an answer, read from its fields as the server reads them.
export function valueOf(form) {
  const value = { choices: [] };
  for (const [name, text] of written(form)) {
    const [group] = name.split("-");
    if (!text.trim()) continue;
    if (group === "choices") value.choices.push(text);
    else value[{ figure: "figures", need: "needs" }[group] ?? group] = text;
  }
  // What is written under “other” ticks it.
  if (value.other && form.elements.choices) value.choices.push("other");
  else if (value.other) value.choice ??= "other";
  return value;
}

export const same = (pairs) => JSON.stringify(pairs);

const states = new WeakMap();

// What is known of a form: `saved` is what the records hold as far as we know, `from` the revision
// the page came with, `sent` the text under way with the id of its request.
export function stateOf(form) {
  if (!states.has(form)) {
    const refused = form.querySelector(".state")?.dataset.state === "refused";
    states.set(form, {
      saved: refused ? null : same(asItCame(form)), from: Number(form.elements.started_from.value),
    });
    if (refused) form.setAttribute("data-unsaved", "");
  }
  return states.get(form);
}

export function fillIn(form, pairs) {
  const given = new Map();
  for (const [name, text] of pairs) given.set(name, [...(given.get(name) ?? []), text]);
  for (const field of form.elements) {
    if (!field.name || OWN.has(field.name) || field.type === "submit") continue;
    const texts = given.get(field.name) ?? [], before = field.value;
    if (["checkbox", "radio"].includes(field.type)) field.checked = texts.includes(field.value);
    else field.value = texts.shift() ?? "";
    if (field.value && field.value !== before) field.closest("details")?.setAttribute("open", "");
  }
  // A row that this page does not have yet is carried along all the same.
  const names = new Set([...form.elements].map((field) => field.name));
  for (const [name, texts] of given) {
    if (names.has(name)) continue;
    for (const value of texts) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}

export function show(form, state, sentence = "") {
  const place = form.querySelector(".state");
  place.dataset.state = state;
  place.textContent = sentence || words[state] || "";
}

export function showSaved(form, { saved, given, standing, revision }) {
  const line = form.querySelector(".last-saved");
  line.hidden = !revision;
  line.querySelector("[data-saved]").textContent = saved;
  form.querySelector("[name=clear]").hidden = !given;
  form.closest(".row").dataset.revision = revision;
  const badge = form.closest(".question").querySelector(".standing .badge");
  [badge.className, badge.textContent] = [`badge ${standing[0]}`, standing[1]];
  form.closest(".question").querySelector(".look-again")?.remove();
}

// The sentence of a fault stands beside its field, as on a page that came back.
export function showFault(form, { sentence, field }) {
  clearFault(form);
  const control = field && document.getElementById(`question-${form.dataset.answer}-${field}`);
  if (!control) return false;
  const words = Object.assign(document.createElement("p"), {
    className: "error", id: `${control.id}-error`, textContent: sentence,
  });
  words.dataset.fault = "";
  control.before(words);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${words.id}`.trim());
  return true;
}

export function clearFault(form) {
  for (const old of form.querySelectorAll(".error")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const field of form.querySelectorAll(".field.invalid")) field.classList.remove("invalid");
}

// A text over the limit is not even sent: its length is said, and it stays where it is.
export function tooLong(pairs) {
  const longest = Number(words.longest);
  const found = pairs.find(([, text]) => text.length > longest);
  return found ? { length: found[1].length, longest } : null;
}

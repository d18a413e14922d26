// A conflict: what is kept now stands in the margin beside what was typed, with what to do about it.

import { owner, placeOf, stateOf, show } from "./answer.js";
import * as device from "./kept.js";
import { refresh } from "./sheet.js";
import { save } from "./saving.js";
import { announce, words } from "./words.js";

export function conflict(form, { sentence, kept }, pressed) {
  const row = form.closest(".row");
  row.querySelector(".conflict")?.remove();
  const note = document.getElementById("conflict").content.cloneNode(true).firstElementChild;
  note.querySelector(".when").textContent = kept.saved;
  note.querySelector("[data-slot=kept]").innerHTML = kept.html;
  note.querySelector("[data-slot=difference]").innerHTML = kept.difference;
  note.querySelector("[data-choose=both]").hidden = !mergeable(form, kept.words).length;
  note.addEventListener("click", ({ target }) => choose(form, kept, target.dataset.choose));
  row.querySelector(".margin").prepend(note);
  // What is kept on this device still starts from where it did, so that a reload finds this again.
  stateOf(form).origin ??= form.elements.started_from.value;
  form.elements.started_from.value = kept.revision;
  form.dataset.conflict = "";
  show(form, "conflict");
  announce(sentence, pressed);
  note.tabIndex = -1;
  if (pressed) showConflict(form);
}

export const showConflict = (form) => form.closest(".row").querySelector(".conflict")?.focus();

export function settled(form) {
  if (form.dataset.conflict === undefined) return;
  delete form.dataset.conflict;
  delete stateOf(form).origin;
  form.closest(".row").querySelector(".conflict")?.remove();
}

const mergeable = (form, theirs) => Object.entries(theirs).filter(([name, text]) =>
  form.elements[name] && !form.elements[name].value.includes(text));

async function choose(form, kept, choice) {
  if (choice === "mine") save(form, { pressed: true, over: true });
  if (choice === "both") {
    // Both texts stand in the field now, and are saved as they are edited.
    settled(form);
    for (const [name, text] of mergeable(form, kept.words)) {
      const field = form.elements[name];
      field.value = field.value.trim() ? `${field.value.trimEnd()}\n\n${text}` : text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    }
  }
  if (choice === "theirs") await take(form);
}

async function take(form) {
  if (!await refresh([form.dataset.answer])) return;
  device.drop(owner, placeOf(form));
  document.getElementById(`${form.id.replace(/-form$/, "")}-title`)?.scrollIntoView({ block: "nearest" });
  announce(words.saved, true);
}

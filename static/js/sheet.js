// The sheet that lies open, and a fresh one from the server laid over it: questions that are asked
// now appear, those no longer asked go, and nothing a reader is at or has not saved is touched.

import { FORMS, sheet, stateOf, valueOf } from "./answer.js";
import { asked } from "./conditions.js";

// When the questions of this article are asked, with what was answered elsewhere.
const conditions = JSON.parse(sheet?.dataset.conditions ?? "[]");
const deciding = JSON.stringify(conditions.map(([, condition]) => condition));

const rows = (page) => [...page.querySelectorAll("#sheet > [data-question]")];

// Forms of a page from before a new sign-in get the token that counts now.
export function tokens(token) {
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
}

export async function fetchSheet() {
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && page.getElementById("sheet") ? page : null;
  } catch {
    return null;
  }
}

export const isBusy = (row) =>
  row.contains(document.activeElement) || Boolean(row.querySelector("form[data-unsaved]"));

export const decides = (form) => deciding.includes(JSON.stringify(form.dataset.answer));

// What is not asked any more goes out of sight at once, with all that is written in it, and comes
// back with it; say whether something is asked that this page does not have.
export function follow() {
  if (!conditions.length) return false;
  const answers = JSON.parse(sheet.dataset.heard);
  for (const form of document.querySelectorAll(FORMS)) answers[form.dataset.answer] = valueOf(form);
  const now = new Set(asked(conditions, answers));
  const here = new Map(rows(document).map((row) => [row.dataset.question, row]));
  for (const [question] of conditions) {
    const row = here.get(question);
    if (row) row.hidden = !now.has(question) && !isNeeded(row);
  }
  return [...now].some((question) => !here.has(question));
}

const isNeeded = (row) =>
  row.contains(document.activeElement) || Boolean(row.querySelector("[data-state=refused], form[data-conflict]"));

// Lay a fresh sheet over this one; the rows of the questions named are replaced whatever is in them.
export function lay(fresh, replaced = []) {
  const here = new Map(rows(document).map((row) => [row.id, row]));
  let before = document.getElementById("sheet-head");
  for (const row of rows(fresh)) {
    const old = here.get(row.id);
    here.delete(row.id);
    if (old && !replaced.includes(row.dataset.question)) {
      before = old;
      continue;
    }
    const laid = document.importNode(row, true);
    if (old) {
      carryOver(old, laid);
      old.replaceWith(laid);
    } else {
      before.after(laid);
    }
    before = laid;
  }
  for (const gone of here.values()) if (!isBusy(gone)) gone.remove();
  for (const id of ["strip", "article-list", "tally"]) layPart(fresh.getElementById(id));
  tokens(fresh.querySelector("#sheet input[name=csrf_token]")?.value ?? "");
  for (const form of document.querySelectorAll(FORMS)) stateOf(form);
  Object.assign(sheet.dataset, fresh.getElementById("sheet").dataset);
  follow();
}

// A comment half written, or a file under way, stays when the answer beside it is laid anew.
function carryOver(old, laid) {
  for (const [part, work] of [[".margin", "form[data-unsaved]"], [".files", "form"]]) {
    const here = old.querySelector(part), there = laid.querySelector(part);
    if (!there || !here?.querySelector(work)) continue;
    here.querySelector(".conflict")?.remove();
    there.replaceWith(here);
  }
}

// The strip and the lists follow, unless somebody is in them.
export function layPart(part) {
  const old = part && document.getElementById(part.id);
  if (!old || old.contains(document.activeElement) || old.outerHTML === part.outerHTML) return;
  const laid = document.importNode(part, true);
  if (old.open) laid.open = true;
  old.replaceWith(laid);
}

export async function refresh(replaced = []) {
  const fresh = await fetchSheet();
  if (fresh) lay(fresh, replaced);
  return Boolean(fresh);
}

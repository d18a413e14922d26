// What colleagues change while the sheet lies open is told beside the question, and laid in when the
// reader asks for it. Nothing moves under their hand.

import { FORMS, sheet, stateOf } from "./answer.js";
import { layPart, refresh } from "./sheet.js";
import { save } from "./saving.js";
import { announce, fill, words } from "./words.js";

const OFTEN = 20_000;
const SELDOM = 180_000;

let etag = "";
let wait = OFTEN;
let timer;

// Ask soon: something was just saved here, and the lists of progress follow.
export function soon() {
  wait = OFTEN;
  plan(1000);
}

function plan(pause) {
  clearTimeout(timer);
  timer = setTimeout(ask, pause);
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(sheet.dataset.news, {
      cache: "no-store", headers: { Accept: "application/json", ...(etag && { "If-None-Match": etag }) },
    });
    wait = answer.status === 200 ? OFTEN : Math.min(wait * 1.5, SELDOM);
    if (answer.status === 200) {
      etag = answer.headers.get("ETag");
      tell(await answer.json());
    }
  } catch {
    wait = SELDOM;
  }
  plan(wait);
}

function tell({ answers, asked, parts }) {
  for (const html of Object.values(parts)) {
    layPart(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
  }
  for (const row of document.querySelectorAll("#sheet > [data-question]")) {
    const found = answers[row.dataset.question];
    if (found && found.revision > Number(row.dataset.revision) && !isAtWork(row)) mark(row, found);
  }
  const here = [...document.querySelectorAll("#sheet > [data-question]")].map((row) => row.dataset.question);
  if (asked.some((question) => !here.includes(question))) markSheet();
}

function isAtWork(row) {
  const form = row.querySelector(FORMS);
  return Boolean(form && (stateOf(form).sending || form.dataset.conflict !== undefined));
}

function mark(row, { revision, saved }) {
  row.querySelector(".news")?.remove();
  const sentence = fill(words.news, { saved });
  row.querySelector(".question-head").after(told(sentence, () => showNews(row)));
  row.dataset.told = revision;
  announce(sentence);
}

async function showNews(row) {
  const form = row.querySelector(FORMS);
  row.querySelector(".news")?.remove();
  if (form?.hasAttribute("data-unsaved")) await save(form, { pressed: true });
  else await refresh([row.dataset.question]);
}

function markSheet() {
  const head = document.querySelector("#sheet-head .words");
  if (head.querySelector(".news")) return;
  head.append(told(words.asked, async () => {
    head.querySelector(".news").remove();
    await refresh();
  }));
}

function told(sentence, act) {
  const line = Object.assign(document.createElement("p"), { className: "news" });
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "link-button", textContent: words.show,
  });
  button.addEventListener("click", act);
  line.append(sentence, " ", button);
  return line;
}

if (sheet?.dataset.news) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) plan(500); });
  plan(OFTEN);
}

// Answers are saved as they are written: choices at once, words after a pause and when a field is
// left. One save of a question is under way at a time, the newest text next. What cannot be sent is
// kept on this device, with the id of its request, and sent once when the line is back.

import { FORMS, clearFault, fillIn, owner, placeOf, same, show, showFault, showSaved, sheet, stateOf,
  tooLong, unveiled, veiled, written } from "./answer.js";
import { conflict, settled, showConflict } from "./conflict.js";
import * as device from "./kept.js";
import { soon } from "./news.js";
import { decides, follow, refresh, tokens } from "./sheet.js";
import { signIn } from "./signing.js";
import { mine, tab } from "./tabs.js";
import { showWaiting } from "./waiting.js";
import { announce, fill, words } from "./words.js";

const PAUSE = 1500;
const PATIENCE = 60_000;
const MOST_WHILE_LEAVING = 60_000;

const forms = () => [...document.querySelectorAll(FORMS)];
const unsaved = () => forms().filter((form) => form.hasAttribute("data-unsaved"));

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Writing

document.addEventListener("input", ({ target }) => touched(target.form));
document.addEventListener("change", ({ target }) => touched(target.form, 0));

function touched(form, pause = PAUSE) {
  if (!form?.matches(FORMS)) return;
  if (decides(form)) follow();
  const state = stateOf(form);
  form.removeAttribute("data-safe");
  // Leaving a field tells of a change once more, though its text was saved meanwhile.
  if (!state.sending && form.dataset.conflict === undefined && same(written(form)) === state.saved) return unchanged(form);
  form.setAttribute("data-unsaved", "");
  if (!state.sending && form.dataset.conflict === undefined) show(form, "unsaved");
  clearTimeout(state.keeping);
  state.keeping = setTimeout(() => keep(form), 300);
  schedule(form, pause);
}

function schedule(form, pause) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), pause);
}

// The text goes on this device before it goes on the line: a battery may end first.
function keep(form, given = {}) {
  // A form that was laid anew has nothing to keep any more.
  if (!form.isConnected || !form.hasAttribute("data-unsaved")) return false;
  const state = stateOf(form), pairs = written(form);
  const from = state.origin ?? form.elements.started_from.value;
  const id = state.sent?.text === same(pairs) ? state.sent.id : newId();
  const safe = device.keep(owner, placeOf(form), {
    pairs, from, id, tab, address: veiled(form.getAttribute("action")), page: veiled(location.pathname),
    title: form.closest(".question").querySelector(".question-head :is(h2, h3)").textContent, ...given,
  });
  form.toggleAttribute("data-safe", safe);
  return safe;
}

// Sending

// Over a conflict only what was chosen there is saved: whoever presses Save is shown both texts.
export async function save(form, { pressed = false, clear = false, over = false } = {}) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!form.isConnected) return;
  if (form.dataset.conflict !== undefined && !over) return pressed ? showConflict(form) : undefined;
  if (state.sending) {
    state.next = { pressed, clear, over };
    return;
  }
  const pairs = clear ? [["clear", "yes"]] : written(form), text = same(pairs);
  if (text === state.saved && !pressed) return unchanged(form);
  const long = tooLong(pairs);
  if (long) return refused(form, { sentence: fill(words.tooLong, long) }, pressed);
  state.sending = true;
  show(form, "saving");
  const answer = await send(form, pairs, sentAs(form, text, clear));
  state.sending = false;
  await take(form, answer, { text, pressed, clear, over });
  follow();
  const { next } = state;
  state.next = null;
  if (next) await save(form, next);
}

// The same text from the same revision is the same request, however often it is sent.
function sentAs(form, text, clear) {
  const state = stateOf(form), from = form.elements.started_from.value;
  if (state.sent?.text !== text || state.sent.from !== from) state.sent = { text, from, id: newId() };
  if (!clear) keep(form);
  return state.sent;
}

async function send(form, pairs, { from, id }, leaving = false) {
  const body = new URLSearchParams(pairs);
  const own = { csrf_token: form.elements.csrf_token.value, started_from: from, request_id: id, owner };
  for (const [name, text] of Object.entries(own)) body.set(name, text);
  if (!body.has("language")) body.set("language", form.elements.language?.value ?? "");
  return await post(form.getAttribute("action"), body, leaving);
}

async function post(address, body, leaving) {
  try {
    const answer = await fetch(address, {
      method: "POST", body, headers: { Accept: "application/json" }, keepalive: leaving,
      signal: leaving ? undefined : AbortSignal.timeout(PATIENCE),
    });
    return { status: answer.status, told: await answer.json() };
  } catch {
    return { status: 0, told: {} };
  }
}

// What became of it

async function take(form, { status, told }, done) {
  if (status === 200) return saved(form, told, done);
  if (status === 409 && told.kept) return conflict(form, told, done.pressed);
  if (status === 400 && told.token) return again(form, told, done);
  if (status === 401) {
    unsent(form, done.pressed);
    return signIn(told, sendWaiting, done.pressed);
  }
  if ([403, 404, 413, 422].includes(status)) return refused(form, told, done.pressed);
  return unsent(form, done.pressed);
}

async function again(form, { token }, done) {
  tokens(token);
  if (stateOf(form).renewed) return unsent(form, done.pressed);
  stateOf(form).renewed = true;
  await save(form, { ...done, pressed: true });
  stateOf(form).renewed = false;
}

async function saved(form, told, { text, pressed, clear }) {
  const state = stateOf(form), question = form.dataset.answer;
  settled(form);
  clearFault(form);
  form.elements.started_from.value = told.revision;
  state.saved = text;
  showSaved(form, told);
  if (clear || same(written(form)) === text) {
    form.removeAttribute("data-unsaved");
    clearTimeout(state.keeping);
    device.drop(owner, placeOf(form));
    show(form, "saved");
    announce(words.saved, pressed);
  } else {
    touched(form);
  }
  showWaiting(forms());
  const isOld = told.revision < state.from;
  if (clear || isOld) await refresh([question]);
  else if (told.again || follow()) await refresh();
  soon();
}

function unchanged(form) {
  const state = stateOf(form);
  form.removeAttribute("data-unsaved");
  clearTimeout(state.timer);
  clearTimeout(state.keeping);
  device.drop(owner, placeOf(form));
  // What was begun and taken out again was never saved.
  show(form, Number(form.elements.started_from.value) ? "saved" : "");
}

function refused(form, told, pressed) {
  form.setAttribute("data-unsaved", "");
  keep(form);
  const beside = pressed && showFault(form, told);
  show(form, "refused", beside ? "" : `${words.refused}: ${told.sentence}`);
  announce(`${words.refused}: ${told.sentence}`, pressed);
}

function unsent(form, pressed) {
  form.setAttribute("data-unsaved", "");
  // It may have arrived all the same: what the records hold is not known now.
  stateOf(form).saved = null;
  const state = keep(form, { failed: true }) ? "kept" : "unsent";
  show(form, state);
  announce(words[state], pressed);
  showWaiting(forms());
  tryLater();
}

// When the line is back

const DELAYS = [5, 15, 30, 60];
let tries = 0;
let retry;

function tryLater() {
  clearTimeout(retry);
  retry = setTimeout(sendWaiting, DELAYS[Math.min(tries, DELAYS.length - 1)] * 1000);
  tries += 1;
}

const isWaiting = (form) => ["kept", "unsent"].includes(form.querySelector(".state").dataset.state);

export async function sendWaiting() {
  clearTimeout(retry);
  const before = forms().filter(isWaiting);
  for (const form of before) await save(form, { over: form.dataset.conflict !== undefined });
  await sendOthers();
  showWaiting(forms());
  if (before.length && !forms().some(isWaiting)) {
    tries = 0;
    announce(words.back, true);
  }
}

// Answers of other articles wait too; a conflict or a fault there is settled on their own page.
async function sendOthers() {
  for (const [place, entry] of await mine(device.waiting(owner))) {
    if (forms().some((form) => placeOf(form) === place)) continue;
    const body = new URLSearchParams(entry.pairs);
    const token = document.querySelector(`${FORMS} [name=csrf_token]`)?.value ?? "";
    const own = { csrf_token: token, started_from: entry.from, request_id: entry.id, owner };
    for (const [name, text] of Object.entries(own)) body.set(name, text);
    const { status } = await post(unveiled(entry.address), body);
    if (status === 200) device.drop(owner, place);
    if (!status || status === 401) break;
  }
}

// What this device kept when a page was closed is put back into its answer, and sent.
async function restore() {
  const found = new Map(await mine(device.waiting(owner)));
  for (const form of forms()) {
    const entry = found.get(placeOf(form));
    if (!entry || form.hasAttribute("data-unsaved")) continue;
    const state = stateOf(form);
    fillIn(form, entry.pairs);
    follow();
    form.elements.started_from.value = entry.from;
    form.setAttribute("data-unsaved", "");
    state.sent = { text: same(written(form)), from: String(entry.from), id: entry.id };
    state.saved = null;
    announce(words.restored);
    await save(form);
  }
  await sendOthers();
  showWaiting(forms());
}

// Who leaves the page takes the line along for one last try.
function leave() {
  for (const form of unsaved()) {
    keep(form);
    const state = stateOf(form), pairs = written(form);
    if (state.sending || form.dataset.conflict !== undefined || tooLong(pairs)) continue;
    if (same(pairs) === state.saved) continue;
    const size = same(pairs).length;
    if (size < MOST_WHILE_LEAVING) send(form, pairs, sentAs(form, same(pairs), false), true);
  }
}

if (sheet) {
  for (const form of forms()) {
    const state = form.querySelector(".state").dataset.state;
    if (state) show(form, state);
    // What was written before this script was there is not saved yet.
    if (state !== "refused" && same(written(form)) !== stateOf(form).saved) touched(form);
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(FORMS)) return;
    event.preventDefault();
    save(event.target, { pressed: true, clear: event.submitter?.name === "clear" });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) unsaved().forEach((form) => save(form));
  });
  addEventListener("pagehide", leave);
  addEventListener("online", sendWaiting);
  document.getElementById("waiting")?.addEventListener("click", ({ target }) => {
    if (target.dataset.choose === "send") sendWaiting();
  });
  restore();
}

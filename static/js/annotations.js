// Words of a text and what is written beside them: words selected are quoted with what stands
// around them, quotes are painted where they stand, and a note shows which words it is about.
//
// The text of a passage is what its page shows, in one line: every run of white space is one space
// (reviewmech/rules/anchors.py and papers/shown.py say the same). A quote that does not stand there
// in exactly one place is not painted: nothing is guessed.

const WHITE = /[ \t\n\f\r\u00a0\u202f]/;
const CONTEXT = 32;
const passages = new Map();

// The words of a passage in one line, and for each sign its place in the passage as it is set.
function read(passage) {
  const raw = passage.textContent;
  let words = "";
  const at = [];
  for (let place = 0; place < raw.length; place += 1) {
    const isWhite = WHITE.test(raw[place]);
    if (isWhite && (!words || words.endsWith(" "))) continue;
    words += isWhite ? " " : raw[place];
    at.push(place);
  }
  return { passage, words: words.replace(/ $/, ""), at, length: raw.length };
}

function textOf(passage) {
  if (!passages.has(passage)) passages.set(passage, read(passage));
  return passages.get(passage);
}

// Where words stand, if in exactly one place.
function find(words, quote, prefix, suffix) {
  const sought = prefix + quote + suffix;
  const place = quote ? words.indexOf(sought) : -1;
  if (place < 0 || words.indexOf(sought, place + 1) >= 0) return null;
  return [place + prefix.length, place + prefix.length + quote.length];
}

// No half of a sign beyond the basic plane stands at the edge of what is quoted.
const whole = (words, place) => (/[\uDC00-\uDFFF]/.test(words[place] ?? "") ? place - 1 : place);

function around(words, start, end) {
  for (let context = CONTEXT; ; context *= 2) {
    const from = whole(words, Math.max(0, start - context));
    const to = whole(words, Math.min(words.length, end + context));
    const found = [words.slice(start, end), words.slice(from, start), words.slice(end, to)];
    if (find(words, ...found) || (from === 0 && to >= words.length)) return found;
  }
}

// The place in the page of a place in a passage.
function spot(passage, place) {
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  let left = place;
  while (node && left > node.length) {
    left -= node.length;
    node = walker.nextNode() ?? node;
  }
  return [node, left];
}

function rangeOf({ passage, at }, [start, end]) {
  const range = document.createRange();
  // A range begins in the node of its first sign, not at the end of the one before.
  const [last, behind] = spot(passage, at[end - 1] + 1);
  const [first, before] = spot(passage, at[start] + 1);
  range.setStart(first, before - 1);
  range.setEnd(last, behind);
  return range;
}

function quoted(link) {
  const passage = document.getElementById(link.dataset.quoted);
  if (!passage) return null;
  const text = textOf(passage);
  const place = find(text.words, link.textContent, link.dataset.prefix, link.dataset.suffix);
  return place && rangeOf(text, place);
}

// Painting

const painted = new Map();

function paint() {
  painted.clear();
  for (const link of document.querySelectorAll("a[data-quoted]")) {
    const range = quoted(link);
    if (range) painted.set(link, range);
  }
  if (!CSS.highlights) return;
  const chosen = (isOwn) => [...painted].filter(([link]) => "own" in link.dataset === isOwn);
  for (const [name, isOwn] of [["annotated", false], ["annotated-own", true]]) {
    CSS.highlights.set(name, new Highlight(...chosen(isOwn).map(([, range]) => range)));
  }
}

function show(note) {
  const range = painted.get(note?.querySelector("a[data-quoted]"));
  if (range) CSS.highlights?.set("annotated-now", new Highlight(range));
  else CSS.highlights?.delete("annotated-now");
}

const noteOf = (event) => event.target.closest?.(".note");

for (const name of ["focusin", "mouseover"]) {
  document.addEventListener(name, (event) => show(noteOf(event) ?? opened()));
}

// The note an address leads to.
const opened = () => document.querySelector(".note:target");

document.addEventListener("click", (event) => {
  const range = painted.get(event.target.closest?.("a[data-quoted]"));
  if (!range) return;
  event.preventDefault();
  show(noteOf(event));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const block = { block: "center", behavior: still ? "auto" : "smooth" };
  range.startContainer.parentElement.scrollIntoView(block);
});

// Selecting

const button = document.createElement("button");
button.type = "button";
button.className = "button annotate-words";
let selected = null;

// The passage that holds the whole selection, the link that writes beside it, and what is quoted.
function selection() {
  const chosen = document.getSelection();
  if (!chosen?.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const passage = [...document.querySelectorAll("[data-thing]")].find((each) => (
    range.intersectsNode(each)
  ));
  const link = passage && [...document.querySelectorAll("a[data-annotate]")].find((each) => (
    each.dataset.annotate === passage.dataset.thing
  ));
  if (!link) return null;
  const words = span(passage, range);
  return words && { passage, link, range, words };
}

// The selection as places in the passage; what was selected beyond it is left out.
function span(passage, range) {
  const inside = document.createRange();
  inside.selectNodeContents(passage);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
    inside.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
    inside.setEnd(range.endContainer, range.endOffset);
  }
  const before = document.createRange();
  before.setStart(passage, 0);
  before.setEnd(inside.startContainer, inside.startOffset);
  const text = textOf(passage);
  const from = before.toString().length;
  const to = from + inside.toString().length;
  let start = text.at.findIndex((place) => place >= from);
  let end = text.at.findIndex((place) => place >= to);
  if (start < 0) return null;
  if (end < 0) end = text.words.length;
  while (start < end && text.words[start] === " ") start += 1;
  while (end > start && text.words[end - 1] === " ") end -= 1;
  return start < end ? around(text.words, start, end) : null;
}

// The button stands behind the passage and below the selection; the Tab key leads to it.
function offer() {
  const found = selection();
  if (!found) {
    if (document.activeElement !== button) button.remove();
    return;
  }
  selected = found;
  const { passage, link, range } = selected;
  button.textContent = link.dataset.words;
  if (passage.nextElementSibling !== button) passage.after(button);
  const end = [...range.getClientRects()].at(-1);
  const frame = (button.offsetParent ?? document.body).getBoundingClientRect();
  if (end) button.style.insetBlockStart = `${end.bottom - frame.top + 4}px`;
}

let timer;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, 150);
});
// Words can be selected while the focus rests on the page as a whole: then it comes from there.
document.addEventListener("keydown", (event) => {
  const rests = [document.body, document.getElementById("content")];
  if (event.key !== "Tab" || event.shiftKey || !rests.includes(document.activeElement)) return;
  if (!button.isConnected || getSelection().isCollapsed) return;
  event.preventDefault();
  button.focus();
});
button.addEventListener("mousedown", (event) => event.preventDefault());
button.addEventListener("click", () => {
  const { passage, link, words } = selection() ?? selected;
  button.remove();
  write(link, passage.dataset.part, words);
});

// Writing: the form comes into the margin from its own page.

async function write(link, part, [quote, prefix, suffix]) {
  try {
    const row = link.closest(".margin");
    const form = row?.querySelector("form[id^=annotation-on]") ?? await fetched(link);
    const given = { part, quote, prefix, suffix };
    for (const [name, words] of Object.entries(given)) form.elements[name].value = words;
    form.elements.text.focus();
  } catch {
    const query = new URLSearchParams({ part, quote, prefix, suffix });
    location.assign(`${link.href}&${query}`);
  }
}

async function fetched(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form#annotation");
  if (!form) throw new Error("no form");
  // Several may lie open: no two things on a page bear the same name.
  const mine = `-on-${link.dataset.annotate}`;
  for (const part of [form, ...form.querySelectorAll("[id], [for]")]) {
    for (const name of ["id", "for", "aria-describedby"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name) + mine);
    }
  }
  form.classList.add("note", "internal", "annotating");
  (link.closest(".beside-acts") ?? link).before(form);
  return form;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-annotate]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  write(link, "", ["", "", ""]);
});

paint();
show(opened());

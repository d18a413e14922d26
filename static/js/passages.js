// Words selected in a wording go into the field, with which of several equal ones they are.
const shown = document.querySelector("[data-passages]");
const field = document.querySelector("textarea[name=words]");
const place = document.querySelector("#place");

const flat = (text) => text.replace(/\s+/g, " ");
const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const count = (text, pattern) => [...text.matchAll(new RegExp(pattern, "giu"))].length;

// As the server finds them: as whole words, or else as parts of words.
function placeOf(words, before) {
  const whole = `(?<![\\p{L}\\p{N}_])${escaped(words)}(?![\\p{L}\\p{N}_])`;
  const pattern = count(flat(shown.textContent), whole) ? whole : escaped(words);
  return count(before + words, pattern);
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!field || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const words = flat(range.toString()).trim();
  if (!words || !shown.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.setStart(shown, 0);
  before.setEnd(range.startContainer, range.startOffset);
  field.value = words;
  place.value = placeOf(words, flat(before.toString()));
});

field?.addEventListener("input", () => {
  place.value = "";
});

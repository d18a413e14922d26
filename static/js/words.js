// The words of the sheet's scripts stand in the page, in the reader's language; one place of it is
// read out by screen readers. It says what matters, and not each pause in typing.

const place = document.getElementById("live");

export const words = place?.dataset ?? {};

export function fill(sentence, given) {
  return sentence.replace(/\{(\w+)\}/g, (all, name) => given[name] ?? all);
}

let last = "";
let timer;

// The same words are not said twice in a row, unless somebody pressed a button to hear them.
export function announce(sentence, pressed = false) {
  if (!place || !sentence || (sentence === last && !pressed)) return;
  clearTimeout(timer);
  last = sentence;
  place.textContent = "";
  timer = setTimeout(() => { place.textContent = sentence; }, 100);
}

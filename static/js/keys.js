// The sheet by keyboard: j and k, s, / and ?; never while somebody types. Whoever does not want
// single keys (a voice may press them by chance) turns them off in the list that ? shows.

const OFF = "reviewmech-keys";
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

const dialog = document.getElementById("keys");
const tick = dialog?.querySelector("input");

let last = null;

const questions = () => [...document.querySelectorAll("#sheet > :not([hidden]) .question")];

function here() {
  const focused = document.activeElement.closest(".question");
  if (focused) return focused;
  return last?.isConnected ? last : null;
}

function go(step) {
  const all = questions(), at = all.indexOf(here());
  const visible = all.findIndex((each) => each.getBoundingClientRect().bottom > 80);
  const next = at < 0 ? Math.max(visible, 0) : Math.min(Math.max(at + step, 0), all.length - 1);
  const title = all[next]?.querySelector(":is(h2, h3)");
  if (!title) return;
  last = all[next];
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  last.scrollIntoView({ block: "start" });
}

const acts = {
  j: () => go(1),
  k: () => go(-1),
  s: () => here()?.querySelector("form[data-answer]")?.requestSubmit(here().querySelector(".send button")),
  "/": () => {
    const found = document.getElementById("find");
    found?.closest("details")?.setAttribute("open", "");
    found?.focus();
  },
  "?": () => dialog.showModal(),
};

const isOff = () => {
  try {
    return localStorage.getItem(OFF) === "off";
  } catch {
    return false;
  }
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Escape" && target.matches(TYPING) && !target.closest("dialog")) {
    last = target.closest(".question") ?? last;
    target.blur();
  }
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (!dialog || !isPlain || target.matches(TYPING) || document.querySelector("dialog[open]")) return;
  if (!acts[key] || (isOff() && key !== "?")) return;
  event.preventDefault();
  acts[key]();
});

if (tick) {
  tick.checked = !isOff();
  tick.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, tick.checked ? "on" : "off");
    } catch {
      // The keys stay as they are where nothing can be remembered.
    }
  });
}

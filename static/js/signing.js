// The session has ended while a page lay open: sign in on the page itself, and go on.

import { owner } from "./answer.js";
import { fetchSheet, tokens } from "./sheet.js";
import { announce, words } from "./words.js";

const dialog = document.getElementById("signing-in");
const slot = dialog?.querySelector("[data-slot=form]");

let goOn = () => {};
let isLater = false;

dialog?.addEventListener("close", () => { isLater = slot.hasChildNodes(); });

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  return show(await answer.text());
}

// Show the form of a page of signing in; false when the page has none: the person is in.
function show(page) {
  const form = new DOMParser().parseFromString(page, "text/html").querySelector("main form");
  const isForm = Boolean(form?.querySelector("input[type=password]"));
  if (isForm) {
    const problems = form.parentElement.querySelector(".problems");
    slot.replaceChildren(...[problems, form].filter(Boolean).map((each) => document.importNode(each, true)));
  }
  return isForm;
}

// Who said “later” is asked again only when they press a button themselves.
export async function signIn({ sentence, sign_in: address }, then, pressed) {
  goOn = then;
  if (!dialog || dialog.open || (isLater && !pressed)) return;
  isLater = false;
  dialog.querySelector("[data-slot=sentence]").textContent = sentence;
  try {
    if (!await ask(`${address}?next=${encodeURIComponent(location.pathname)}`)) return await back();
    dialog.showModal();
  } catch {
    // The line is away as well: the next try asks again.
  }
}

slot?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!show(await answer.text())) await back();
    else slot.querySelector("input[type=password]").focus();
  } catch {
    announce(words.unsent, true);
  }
});

async function back() {
  const fresh = await fetchSheet();
  if (!fresh || fresh.getElementById("sheet").dataset.owner !== owner) {
    announce(words.another, true);
    dialog.querySelector("[data-slot=sentence]").textContent = words.another;
    return;
  }
  tokens(fresh.querySelector("input[name=csrf_token]").value);
  slot.replaceChildren();
  dialog.close();
  goOn();
}

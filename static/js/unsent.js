// Answers that wait on this device are said also where a response is read and submitted: they are
// not part of what is submitted until they are sent. <div id="waiting" data-strand data-owner>.

import * as device from "./kept.js";
import { mine } from "./tabs.js";
import { announce, fill, words } from "./words.js";

const place = document.getElementById("waiting");
const { strand, owner } = place.dataset;

const waiting = () => device.waiting(owner).filter(([name]) => name.startsWith(`${strand}:`));

function show(found, faults = new Map()) {
  place.hidden = !found.length;
  const count = found.length === 1 ? words.one : fill(words.many, { count: found.length });
  place.querySelector("[data-slot=count]").textContent = count;
  place.querySelector("[data-slot=places]").replaceChildren(...found.map(([name, { page, title }]) => {
    const href = `${page}#question-${name.split(":")[1]}`;
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href, textContent: title }));
    if (faults.has(name)) item.append(` ${words.refused}: ${faults.get(name)}`);
    return item;
  }));
}

async function send([, entry]) {
  const body = new URLSearchParams(entry.pairs);
  const token = document.querySelector("[name=csrf_token]").value;
  const own = { csrf_token: token, started_from: entry.from, request_id: entry.id, owner };
  for (const [name, text] of Object.entries(own)) body.set(name, text);
  try {
    const answer = await fetch(entry.address, { method: "POST", body, headers: { Accept: "application/json" } });
    return { status: answer.status, sentence: (await answer.json()).sentence };
  } catch {
    return { status: 0, sentence: words.away };
  }
}

// What is refused, or meets what a colleague saved, is settled on its own page.
async function sendAll() {
  const faults = new Map();
  for (const each of await mine(waiting())) {
    const { status, sentence } = await send(each);
    if (status === 200) device.drop(owner, each[0]);
    else faults.set(each[0], sentence);
  }
  // The page is made anew of what is saved now.
  if (!waiting().length) return location.reload();
  show(waiting(), faults);
  announce([...faults.values()].join(" "), true);
}

place.querySelector("[data-choose=send]").addEventListener("click", sendAll);
addEventListener("storage", () => show(waiting()));
show(waiting());

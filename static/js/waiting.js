// How many answers wait on this device, said on the page, with the way to those of other pages.

import { owner, placeOf, unveiled } from "./answer.js";
import { waiting } from "./kept.js";

const place = document.getElementById("waiting");

export function showWaiting(forms) {
  if (!place) return;
  const here = new Set(forms.map(placeOf));
  const failed = forms.filter((form) => form.querySelector(".state").dataset.state === "kept");
  const elsewhere = waiting(owner).filter(([name]) => !here.has(name));
  const count = failed.length + elsewhere.length;
  place.hidden = !count;
  place.querySelector("[data-slot=count]").textContent = count;
  const links = [
    ...failed.map((form) => link(`#question-${form.dataset.answer}`, titleOf(form))),
    ...elsewhere.map(([name, { page, title }]) => link(`${unveiled(page)}#question-${name.split(":")[1]}`, title)),
  ];
  place.querySelector("[data-slot=places]").replaceChildren(...links);
}

const titleOf = (form) => form.closest(".question").querySelector(":is(h2, h3)").textContent;

function link(href, textContent) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { href, textContent }));
  return item;
}

// A law is found while typing: <select data-found="address of the list" data-laws="address of the
// library" data-quote="Put in the text of article {article}">. The select stays, hidden, and holds
// what is chosen; without this script it is shown. The pattern is ARIA's combobox with a list.

import { fill, words } from "./words.js";

const PAUSE = 150;
const CITATIONS = "details[id$='-citations']";

const element = (name, attributes = {}) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

function find(select) {
  const label = select.labels[0];
  const input = element("input", {
    id: `${select.id}-find`, role: "combobox", dir: "auto", autocomplete: "off",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${select.id}-list`,
  });
  const list = element("ul", { id: `${select.id}-list`, role: "listbox" });
  const box = element("div", { class: "law-finder" });
  list.hidden = true;
  list.setAttribute("aria-label", label?.textContent ?? "");
  if (select.hasAttribute("aria-describedby")) {
    input.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  }
  box.append(input, list);
  select.after(box);
  select.hidden = true;
  if (label) label.htmlFor = input.id;

  let active = null;
  let asked = null;
  let waiting = 0;
  const chosen = () => (select.value ? select.selectedOptions[0].textContent : "");
  const options = () => [...list.querySelectorAll("[data-law]")];
  input.value = chosen();

  function mark(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    clearTimeout(waiting);
    asked?.abort();
    mark(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  async function look(words) {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(select.dataset.found, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { headers: { "X-Part": "list" }, signal: asked.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      list.innerHTML = await answer.text();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      return offline(words);
    }
    open();
  }

  // Without a line there are still the laws that the page brought along.
  function offline(words) {
    const fits = [...select.options].filter(({ value, textContent }) => (
      value && textContent.toLowerCase().includes(words.toLowerCase())
    ));
    list.replaceChildren(...fits.slice(0, 12).map(({ value, textContent }) => {
      const option = element("li", { role: "option", "data-law": value, "aria-selected": "false" });
      option.append(Object.assign(element("span", { "data-title": "" }), { textContent }));
      return option;
    }));
    open();
  }

  function open() {
    options().forEach((option, place) => { option.id = `${list.id}-${place}`; });
    mark(null);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function choose(option) {
    const { law } = option.dataset;
    const words = option.querySelector("[data-title]").textContent;
    if (![...select.options].some(({ value }) => value === law)) {
      select.append(new Option(words, law));
    }
    settle(law);
    close();
  }

  function settle(law) {
    const before = select.value;
    select.value = law;
    input.value = chosen();
    if (law !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const next = active ? all.indexOf(active) + step : step > 0 ? 0 : -1;
    mark(all.at(next % all.length));
  }

  const keys = {
    ArrowDown: () => (list.hidden ? look(input.value === chosen() ? "" : input.value) : move(1)),
    ArrowUp: () => (list.hidden ? look("") : move(-1)),
    Escape: () => { if (list.hidden) return false; input.value = chosen(); close(); },
    Enter: () => { if (list.hidden || !active) return list.hidden ? false : undefined; choose(active); },
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key] || keys[event.key]() === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
  // What is typed to find a law is no word of the answer: only the choice is.
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE, input.value);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("blur", () => {
    if (input.value.trim()) input.value = chosen();
    else settle("");
    close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[data-law]");
    if (option) choose(option);
  });
}

// The articles of the law chosen: their numbers are offered, and their text as the quotation.

const known = new Map();

async function articlesOf(select) {
  const address = `${select.dataset.laws}/${select.value}/articles`;
  if (!known.has(address)) {
    known.set(address, fetch(address).then((answer) => answer.json()).catch(() => ({ articles: [] })));
  }
  return (await known.get(address)).articles;
}

const bare = (words) => words.trim().toLowerCase().replace(/^\p{L}+\.?\s+/u, "");

async function offer(select) {
  const citation = select.closest("fieldset");
  const article = citation?.querySelector("[name$='-article']");
  const quotation = citation?.querySelector("[name$='-quotation']");
  if (!article || !quotation) return;
  const articles = select.value ? await articlesOf(select) : [];
  number(article, articles);
  const found = articles.find((each) => bare(each.article) === bare(article.value));
  const wanted = article.value.trim() && found?.text && !quotation.value.includes(found.text);
  const before = citation.querySelector("[data-put-in]");
  // A button that is being pressed must not be taken away: leaving the field asks again.
  if (wanted && before?.dataset.putIn === found.article) return;
  before?.remove();
  if (!wanted) return;
  const button = element("button", { type: "button", class: "link-button", "data-put-in": found.article });
  button.textContent = select.dataset.quote.replace("{article}", found.article);
  button.addEventListener("click", () => {
    quotation.closest("details").open = true;
    quotation.value = [quotation.value.trim(), found.text].filter(Boolean).join("\n");
    quotation.dispatchEvent(new Event("input", { bubbles: true }));
    quotation.focus();
    button.remove();
  });
  article.closest(".side-by-side").after(button);
}

function number(article, articles) {
  const id = `${article.form.id}-${article.name}-numbers`;
  const list = document.getElementById(id) ?? element("datalist", { id });
  list.replaceChildren(...articles.map((each) => new Option(each.article)));
  article.after(list);
  article.setAttribute("list", id);
}

for (const happening of ["change", "focusin", "input"]) {
  document.addEventListener(happening, ({ target }) => {
    const citation = target.closest?.("fieldset");
    const select = citation?.querySelector("select[data-found]");
    const concerns = target === select || target.name?.endsWith("-article");
    if (select && concerns) offer(select);
    if (select && concerns && happening !== "focusin") name(select.closest(CITATIONS));
  });
}

// The line over the laws of an answer names them, also while they are being chosen.
function name(line) {
  if (!line || !words.cited) return;
  const cited = [...line.querySelectorAll("select[data-found]")].filter((select) => select.value).map((select) => {
    const title = select.selectedOptions[0].textContent.trim();
    const article = select.closest("fieldset").querySelector("[name$='-article']").value.trim();
    return article ? `${title}, ${fill(words.article, { article })}` : title;
  });
  line.querySelector("summary").textContent =
    cited.length ? `${words.cited} ${cited.join("; ")}` : words.uncited;
}

// Further rows for the articles of a law, without a page between.

document.addEventListener("click", (event) => {
  const more = event.target.closest?.("[data-more]");
  const rows = more ? [...more.closest("[data-rows]").querySelectorAll(".law-row")] : [];
  if (!rows.length) return;
  event.preventDefault();
  const row = rows.at(-1).cloneNode(true);
  for (const part of row.querySelectorAll("[id], [name], [for]")) {
    for (const name of ["id", "name", "for"]) {
      if (part.hasAttribute(name)) {
        part.setAttribute(name, part.getAttribute(name).replace(/\d+/, rows.length));
      }
    }
    if ("value" in part) part.value = "";
  }
  rows.at(-1).after(row);
  row.querySelector("input").focus();
});

function upgrade() {
  for (const select of document.querySelectorAll("select[data-found]:not([hidden])")) find(select);
}

// Sheets come and go as answers are saved.
new MutationObserver(upgrade).observe(document.body, { childList: true, subtree: true });
upgrade();

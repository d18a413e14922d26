// A comment is written in the margin: its form is fetched from its own page when it is wanted.

async function open(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.getElementById("comment");
  if (!form) throw new Error("no form");
  // Several may lie open: no two things on a page bear the same name.
  const mine = `on-${link.closest("[data-question]").dataset.question}`;
  form.id += mine;
  for (const part of form.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for", "aria-describedby"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name) + mine);
    }
  }
  link.parentElement.replaceWith(form);
  form.querySelector("textarea").focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-comment]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});

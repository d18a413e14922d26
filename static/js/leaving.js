// Nobody leaves a page with unsaved words without being asked: <form data-keep>.
// A form that was sent has nothing left to lose, unless htmx says that it never arrived.

const unsaved = new Set();

function keep({ target }) {
  const form = target.closest?.("form[data-keep]");
  if (form) unsaved.add(form);
}

for (const happening of ["input", "change", "htmx:error"]) {
  document.addEventListener(happening, keep);
}

document.addEventListener("submit", ({ target }) => unsaved.delete(target));

window.addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
});

// Nobody leaves a page with unsaved words without being asked: <form data-keep>. A form with such
// words is marked data-unsaved until it is sent; what is sent in place says itself when it is kept.

function mark({ target }) {
  target.closest?.("form[data-keep]")?.setAttribute("data-unsaved", "");
}

for (const happening of ["input", "change"]) document.addEventListener(happening, mark);

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) event.target.removeAttribute("data-unsaved");
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-unsaved]")) event.preventDefault();
});

// Nobody leaves a page with unsaved words without being asked: <form data-keep>. A form with such
// words is marked data-unsaved until it is sent; one that came back with them bears the mark already.
// Words that are safe on this device (data-safe) will be sent later, so nobody is asked about them.

function mark({ target }) {
  target.closest?.("form[data-keep]")?.setAttribute("data-unsaved", "");
}

for (const happening of ["input", "change"]) document.addEventListener(happening, mark);

// At the window, after every script of the page has had its say.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) event.target.removeAttribute("data-unsaved");
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-unsaved]:not([data-safe])")) event.preventDefault();
});

// Buttons that print the page: <button data-print hidden>. Without scripts the browser's own
// command does it, and the page says so.

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A button that puts the words selected in a wording into square brackets, or takes theirs off.
for (const field of document.querySelectorAll("textarea[data-brackets]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.textContent = `[ ] ${field.dataset.brackets}`;
  button.addEventListener("click", () => {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const words = value.slice(start, end);
    const has = words.startsWith("[") && words.endsWith("]");
    field.setRangeText(has ? words.slice(1, -1) : `[${words}]`, start, end, "select");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  field.after(button);
}

// An answer is saved in place. The sheet that comes back is laid over the one on the screen; words
// typed into it and not saved yet (data-unsaved) stay as they are, also of a question that is no
// longer asked. Without this, each save is a page of its own.

const sent = new WeakMap();

const formOf = ({ detail }) => {
  const form = detail.ctx?.sourceElement;
  return form?.matches?.("#sheet form") ? form : null;
};

const words = (form) => new URLSearchParams(new FormData(form)).toString();

function on(happening, act) {
  document.addEventListener(happening, (event) => {
    const form = formOf(event);
    if (form) act(form, event.detail.ctx, event);
  });
}

on("htmx:before:request", (form) => {
  sent.set(form, words(form));
  form.querySelector(".unsent").hidden = true;
});

on("htmx:error", (form, ctx) => {
  if (!ctx.response) form.querySelector(".unsent").hidden = false;
});

// What is not a sheet (the session has ended, the step has moved) is shown as the page it is.
on("htmx:after:request", (form, ctx, event) => {
  if (ctx.text.includes('id="sheet"')) return;
  event.preventDefault();
  const pressed = ctx.request.submitter;
  if (pressed?.name) form.append(Object.assign(document.createElement("input"), {
    type: "hidden", name: pressed.name, value: pressed.value,
  }));
  form.removeAttribute("data-unsaved");
  form.submit();
});

on("htmx:before:swap", (form, ctx, { detail }) => {
  const sheet = detail.tasks[0].fragment;
  if (words(form) === sent.get(form)) form.removeAttribute("data-unsaved");
  else takeOver(form, sheet);
  for (const unsaved of document.querySelectorAll("#sheet form[data-unsaved]")) keep(unsaved, sheet);
});

// Whoever wrote on while it was being saved goes on from what is saved now.
function takeOver(form, sheet) {
  const fresh = sheet.querySelector(`[id="${form.id}"]`);
  for (const name of ["started_from", "request_id"]) {
    if (fresh) form.elements[name].value = fresh.elements[name].value;
  }
}

function keep(form, sheet) {
  if (sheet.querySelector(`[id="${form.id}"]`)) return;
  const row = form.closest(".row");
  const before = row.previousElementSibling.querySelector(".question");
  const after = before && sheet.querySelector(`[id="${before.id}"]`);
  (after?.closest(".row") ?? sheet.querySelector(".row")).after(row.cloneNode(true));
}

on("htmx:after:swap", (form, ctx) => {
  if (form.hasAttribute("data-unsaved")) return;
  form.reset();
  if (ctx.response.status >= 400) form.setAttribute("data-unsaved", "");
});

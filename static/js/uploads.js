// Files go in slices: a slow line holds the server shortly, and after a cut or a reload a file goes
// on where it stopped. <div data-upload="address" data-finish="address"> holds the field and the
// words; without data-finish the file waits for the form around it. One file is sent at a time.

const SLICE = 64 * 1024;
const PAUSES = [1, 2, 4, 8, 15, 30];
const REMEMBERED = "uploads";

const token = () => document.querySelector("[name=csrf_token]").value;
const percent = (part, whole) => new Intl.NumberFormat(document.documentElement.lang, {
  style: "percent", maximumFractionDigits: 0,
}).format(whole ? part / whole : 1);

// `isFinal`: this file can never be taken, so that trying again is not offered.
class Stopped extends Error {
  constructor(words, isFinal = false) {
    super(words);
    this.isFinal = isFinal;
  }
}

// What was under way when a page was left, in this tab alone.
const remembered = () => JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}");
function remember(key, said) {
  const all = remembered();
  if (said) all[key] = said;
  else delete all[key];
  sessionStorage.setItem(REMEMBERED, JSON.stringify(all));
}

class Sending {
  constructor(file, field) {
    this.file = file;
    this.field = field;
    this.place = location.pathname + (field.dataset.finish || "");
    this.key = [this.place, file.name, file.size, file.lastModified].join("|");
    this.request = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.arrived = 0;
    this.show();
  }

  show() {
    this.row = document.createElement("li");
    this.bar = Object.assign(document.createElement("progress"), { max: this.file.size || 1, value: 0 });
    this.bar.setAttribute("aria-label", this.file.name);
    this.words = document.createElement("span");
    this.cancelling = this.button("cancel", () => this.cancel());
    this.row.append(this.words, this.bar, this.cancelling);
    this.field.querySelector(".uploads").append(this.row);
    this.tell("sending");
  }

  button(name, act) {
    const made = Object.assign(document.createElement("button"), {
      type: "button", className: "link-button", textContent: this.field.dataset[name],
    });
    made.setAttribute("aria-label", `${made.textContent}: ${this.file.name}`);
    made.addEventListener("click", act);
    return made;
  }

  say(name) {
    return this.field.dataset[name].replace("{name}", this.file.name)
      .replace("{percent}", percent(this.arrived, this.file.size));
  }

  // The bar moves with each slice; what is read out, only when something new is to be said.
  tell(name, aloud = true) {
    this.bar.value = this.arrived;
    this.words.textContent = this.say(name);
    if (aloud) this.announce(this.words.textContent);
  }

  announce(words) {
    this.field.querySelector(".upload-said").textContent = words;
  }

  address(path = "") {
    const address = new URL(this.field.dataset.upload + path, location.href);
    const { name, size } = this.file;
    for (const [key, value] of Object.entries({ key: this.key, name, size })) {
      address.searchParams.set(key, value);
    }
    return address;
  }

  // Ask until the line is back; what the server refuses is not asked again.
  async ask(address, given = {}) {
    for (let time = 0; ; time += 1) {
      this.stopped.signal.throwIfAborted();
      try {
        const answer = await fetch(address, {
          ...given, redirect: "manual", signal: this.stopped.signal,
          headers: { Accept: "application/json", "X-CSRFToken": token(), ...given.headers },
        });
        const isOurs = answer.headers.get("content-type")?.startsWith("application/json");
        if (!isOurs && answer.status < 500) throw new Stopped(this.say("over"));
        if (isOurs) return { status: answer.status, ...(await answer.json()) };
      } catch (fault) {
        if (fault instanceof Stopped || fault.name === "AbortError") throw fault;
      }
      this.tell("waiting", time === 0);
      await this.pause(PAUSES[Math.min(time, PAUSES.length - 1)]);
    }
  }

  pause(seconds) {
    return new Promise((go) => {
      const timer = setTimeout(go, seconds * 1000);
      for (const [source, what] of [[window, "online"], [this.stopped.signal, "abort"]]) {
        source.addEventListener(what, () => { clearTimeout(timer); go(); }, { once: true });
      }
    });
  }

  async send() {
    this.stopped = new AbortController();
    try {
      await this.begin();
      while (this.arrived < this.file.size) await this.next();
      remember(this.key, null);
      await (this.field.dataset.finish ? this.finish() : this.wait());
    } catch (fault) {
      if (fault.name !== "AbortError") this.fail(fault);
    }
  }

  async begin() {
    if (this.file.size > this.field.dataset.most * 1024 * 1024) throw new Stopped(this.say("large"), true);
    const { status, arrived, said } = await this.ask(this.address());
    if (status !== 200) throw new Stopped(said, status === 422);
    this.arrived = Math.min(arrived, this.file.size);
    this.tell("sending");
  }

  async next() {
    let slice;
    try {
      slice = await this.file.slice(this.arrived, this.arrived + SLICE).arrayBuffer();
    } catch {
      throw new Stopped(this.say("gone"));
    }
    const address = this.address();
    address.searchParams.set("offset", this.arrived);
    const answer = await this.ask(address, {
      method: "POST", body: slice, headers: { "Content-Type": "application/octet-stream" },
    });
    // The server knows best how much it has: it may have kept a slice whose answer was lost.
    if (answer.arrived === undefined) throw new Stopped(answer.said);
    this.arrived = answer.arrived;
    remember(this.key, {
      place: this.place, name: this.file.name, percent: percent(this.arrived, this.file.size),
    });
    this.tell("sending", false);
  }

  async hash() {
    if (!crypto.subtle) return "";
    const digest = await crypto.subtle.digest("SHA-256", await this.file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async fields() {
    const { name, size } = this.file;
    return { file_key: this.key, file_name: name, file_size: size, file_sha256: await this.hash() };
  }

  async finish() {
    this.tell("looking");
    const body = new URLSearchParams({ ...(await this.fields()), request_id: this.request });
    const { status, said, list } = await this.ask(this.field.dataset.finish, { method: "POST", body });
    if (status !== 200) throw new Stopped(said, status === 422);
    const all = this.field.closest("[data-files]");
    all.querySelector("[data-files-list], .empty")?.remove();
    all.insertAdjacentHTML("afterbegin", list);
    this.row.remove();
    this.announce(said);
  }

  async wait() {
    const form = this.field.closest("form");
    for (const [name, value] of Object.entries(await this.fields())) form.elements[name].value = value;
    this.field.querySelector("[data-kept]")?.remove();
    this.tell("arrived");
  }

  fail(fault) {
    this.row.querySelector(".fault")?.remove();
    this.words.textContent = this.file.name;
    this.bar.hidden = true;
    const words = Object.assign(document.createElement("span"), {
      className: "fault", textContent: fault.message,
    });
    const again = this.button("retry", () => {
      words.remove();
      again.remove();
      this.bar.hidden = false;
      queue(this);
    });
    this.row.append(words);
    if (!fault.isFinal) this.row.append(again);
    this.announce(fault.message);
  }

  async cancel() {
    this.stopped?.abort();
    remember(this.key, null);
    for (const each of this.field.querySelectorAll("[name^=file_]")) each.value = "";
    this.row.remove();
    this.announce(this.say("cancelled"));
    await fetch(this.address("/forget"), { method: "POST", headers: { "X-CSRFToken": token() } });
  }
}

let last = Promise.resolve();
function queue(sending) {
  last = last.then(() => (sending.row.isConnected ? sending.send() : undefined));
}

document.addEventListener("change", ({ target }) => {
  const field = target.type === "file" ? target.closest("[data-upload]") : null;
  if (!field) return;
  const isOne = !field.dataset.finish;
  if (isOne) field.querySelector(".uploads").replaceChildren();
  for (const file of target.files) queue(new Sending(file, field));
  target.value = "";
});

function prepare(field) {
  const form = field.closest("form");
  if (field.dataset.finish) {
    field.querySelector("input[type=file]").multiple = true;
    form.classList.add("sending");
  }
  const place = location.pathname + (field.dataset.finish || "");
  const cut = Object.values(remembered()).find((each) => each.place === place);
  if (cut) {
    field.querySelector(".upload-said").textContent = field.dataset.again
      .replace("{name}", cut.name).replace("{percent}", cut.percent);
  }
}

// The form to attach a file comes where its link stood.
async function open(link) {
  const answer = await fetch(link.href, { headers: { "X-Part": "form" } });
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const holder = document.createElement("div");
  holder.innerHTML = await answer.text();
  link.parentElement.replaceWith(holder);
  prepare(holder.querySelector("[data-upload]"));
  return holder;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-attach]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const holder = await open(link).catch(() => location.assign(link.href));
  holder?.querySelector("input[type=file]").focus();
});

for (const field of document.querySelectorAll("[data-upload]")) prepare(field);
const cutHere = new Set(Object.values(remembered()).map((each) => each.place));
for (const link of document.querySelectorAll("a[data-attach]")) {
  if (cutHere.has(location.pathname + new URL(link.href).pathname)) open(link).catch(() => {});
}

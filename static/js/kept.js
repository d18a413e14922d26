// What could not be sent yet waits on this device, under a name that tells nothing about the person.
// A cookie set at sign-in says whether anything may be kept here; see reviewmech/web/kept.py. It is
// wiped when somebody signs out, or another person signs in.

const PREFIX = "reviewmech:";

function device() {
  const found = document.cookie.split("; ").find((each) => each.startsWith("device="));
  const [choice = "", owner = ""] = (found ?? "").slice("device=".length).split(".");
  return { choice, owner };
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

const key = (owner, place) => `${PREFIX}${owner}:${place}`;

export function allowed(owner) {
  const here = device();
  return here.choice === "own" && Boolean(owner) && here.owner === owner;
}

// Keep words; say whether they are safe now.
export function keep(owner, place, entry) {
  if (!allowed(owner)) return false;
  try {
    localStorage.setItem(key(owner, place), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function kept(owner, place) {
  try {
    return JSON.parse(localStorage.getItem(key(owner, place)));
  } catch {
    return null;
  }
}

export function drop(owner, place) {
  try {
    localStorage.removeItem(key(owner, place));
  } catch {
    // Where nothing can be kept, nothing has to be removed.
  }
}

export function waiting(owner = device().owner) {
  const own = key(owner, "");
  const places = keys().filter((each) => owner && each.startsWith(own));
  const found = places.map((each) => [each.slice(own.length), kept(owner, each.slice(own.length))]);
  return found.filter(([, entry]) => entry);
}

function wipe(but = "") {
  for (const each of keys()) if (!but || !each.startsWith(key(but, ""))) localStorage.removeItem(each);
}

const { choice, owner } = device();
if (choice === "own") wipe(owner);
else if (choice) wipe();

// Who signs out is told first that something has not been sent.
document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith?.("/sign-out")) return;
  const count = waiting().length;
  const asks = document.querySelector("[data-leave]")?.dataset.leave;
  if (count && asks && !confirm(asks.replace("{count}", count))) event.preventDefault();
  else wipe();
});

// Which words on this device are for this tab to send: its own, and those of tabs that are gone.
// A tab that lives holds a lock under its name, which the browser lets go when the tab ends.

const NAME = "reviewmech-tab";

const named = () => [...crypto.getRandomValues(new Uint8Array(8))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");

export let tab = named();

let known = false;

async function claim() {
  if (!navigator.locks) return;
  await new Promise((claimed) => {
    navigator.locks.request(`${NAME}-${tab}`, () => {
      claimed();
      return new Promise(() => {});
    });
  });
  known = true;
}

const ready = claim();

export async function mine(entries) {
  await ready;
  if (!known) return entries;
  const { held } = await navigator.locks.query();
  const living = new Set(held.map(({ name }) => name));
  return entries.filter(([, entry]) => entry.tab === tab || !living.has(`${NAME}-${entry.tab}`));
}

// Answers that wait on this device until they are sent: one entry a question, under prefix + its code.
//
// They lie in localStorage, so a closed tab loses none. Where the browser has none (private windows, blocked, full) they lie
// in this page's memory: they are still sent and sent again, but only while the page is open. `onlyHere()` says so.
// An entry that cannot be read, say because another program wrote it, is removed; it never holds up the others.

const memory = new Map();

function device() {
  try {
    return window.localStorage;
  } catch {
    return null; // blocked: even asking is an error
  }
}

export const rawOf = (key) => memory.get(key) ?? device()?.getItem(key) ?? null;
export const onlyHere = (prefix) => [...memory.keys()].some((key) => key.startsWith(prefix));

export function keep(key, entry) {
  const raw = JSON.stringify(entry);
  memory.delete(key);
  try {
    device().removeItem(key); // makes room, and leaves no older answer behind where there is none
    device().setItem(key, raw);
  } catch {
    memory.set(key, raw);
  }
}

export function drop(key) {
  memory.delete(key);
  device()?.removeItem(key);
}

export function entryOf(key) {
  const raw = rawOf(key);
  if (raw === null) return null;
  try {
    const entry = JSON.parse(raw);
    if (key.endsWith(`:${entry.item}`) && entry.id && ("value" in entry || Array.isArray(entry.values))) return entry;
  } catch { /* not ours */ }
  drop(key);
  return null;
}

// In the order in which they were given: one may be asked only because of another.
export function keysOf(prefix) {
  const all = new Set([...memory.keys(), ...Object.keys(device() ?? {})]);
  const waiting = [...all].filter((key) => key.startsWith(prefix) && entryOf(key));
  return waiting.sort((one, other) => (entryOf(one).turn ?? 0) - (entryOf(other).turn ?? 0));
}

export const nextTurn = (prefix) => 1 + Math.max(0, ...keysOf(prefix).map((key) => entryOf(key).turn ?? 0));

export function clear(prefix) {
  const all = [...memory.keys(), ...Object.keys(device() ?? {})];
  for (const key of all) if (key.startsWith(prefix)) drop(key);
}

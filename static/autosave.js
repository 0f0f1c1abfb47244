// Saves each answer as it is given. The page works without it: Continue posts the whole form.
//
//   <form data-autosave-url="..." data-response="ID">            with csrfmiddlewaretoken
//     <fieldset data-item="ANA1" data-revision="3"> inputs       one per question
//   {% include "partials/autosave.html" %}                       status line and texts
// A page without questions sends what waits on this device too; then its link data-autosave-again, hidden until there
// is something new to see, offers the page anew. Answers that Continue posts as well are on the page already.
//
// POST JSON {item, value | values, revision, id, over, response}. `values` where every control is a checkbox, else `value` ("" is no answer).
//   200 {revision, saved_at}   also for an id seen before, and for the value that is there already
//   409 {item, question, mine_text, theirs, theirs_text, revision}   someone else changed it since; the person chooses
//   403 {stale: true}   the token no longer holds; the next try has the one of the cookie
// `over` are ids of earlier saves of this answer that were never heard of again: replacing those is no conflict.
// Answers wait on this device (waiting_answers.js), so a lost network, a closed tab or an expired sign-in loses nothing. Only a
// reply of our own server in JSON ends the wait: a hotel's sign-in page answers 200 too. One tab sends at a time. No clock decides.
// A page holding data-autosave-clear="ID" (confirmation, sign-out) removes what is kept on this device; "all" removes everything.

import { answerInWords, answerOf, controls, showAnswer, tickable } from "./answer_values.js";
import { clear, drop, entryOf, keep, keysOf, nextTurn, onlyHere, rawOf } from "./waiting_answers.js";

const PREFIX = "waymark:answer:";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const PATIENCE = 20000; // a connection that hangs must not hold up the other tabs
const MOST_OVER = 20; // what the server takes

// crypto.randomUUID exists only on secure origins; a site on a plant network may be served by plain HTTP.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const sentAnswer = (entry) => entry.values ?? entry.value;

function setRevision(question, revision) {
  question.dataset.revision = revision;
  const field = question.querySelector("[data-revision-field]");
  if (field) field.value = revision;
}

// Signing in in another tab makes a new token, which the browser's cookie has at once and an open page has not.
function renewTokens() {
  const [, fresh] = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) ?? [];
  if (fresh) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

// One form ----------------------------------------------------------------------------------------------------------
function autosave(form) {
  const prefix = `${PREFIX}${form.dataset.response}:`;
  const status = document.getElementById("save-status");
  const text = (name) => document.getElementById("autosave-texts").content.querySelector(`[data-text="${name}"]`).textContent;
  const questionOf = (item) => form.querySelector(`[data-item="${CSS.escape(item)}"]`);
  const revisionOf = (item) => Number(questionOf(item)?.dataset.revision || 0);
  const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel(prefix) : new EventTarget();
  let again;
  let wait = FIRST_WAIT;
  let accepted = false;

  function say(name, state, values = {}) {
    const words = Object.entries(values).reduce((all, [key, value]) => all.replace(`{${key}}`, value), text(name));
    status.dataset.state = state;
    if (status.textContent !== words) status.textContent = words;
  }

  function queue(question) {
    const item = question.dataset.item;
    const answer = answerOf(question);
    if (!answer) return; // half a date
    panelOf(item)?.remove();
    const over = unheardOf(entryOf(prefix + item));
    keep(prefix + item, { item, ...answer, revision: revisionOf(item), id: newId(), over, turn: nextTurn(prefix) });
    flush();
  }

  function unheardOf(former) {
    if (!former || former.conflict) return [];
    return [...(former.over ?? []), ...(former.tried ? [former.id] : [])].slice(-MOST_OVER);
  }

  // Web Locks exist only on secure origins; elsewhere this page at least never sends two at once.
  let last = Promise.resolve();
  const alone = (work) => (navigator.locks ? navigator.locks.request(prefix, work) : (last = last.then(work, work)));

  async function flush() {
    clearTimeout(again);
    await alone(sendAll);
    if (accepted && keysOf(prefix).length === 0) document.querySelector("[data-autosave-again]")?.removeAttribute("hidden");
  }

  async function sendAll() {
    for (const key of keysOf(prefix)) if (!(await send(key))) return;
  }

  // True: go on with the next answer. False: stop, and try again later.
  async function send(key) {
    const entry = entryOf(key);
    if (!entry || entry.conflict) return true;
    keep(key, { ...entry, tried: true });
    const raw = rawOf(key);
    const { reply, told } = await post(entry);
    if (told?.stale) return later();
    if (reply?.type === "opaqueredirect" || reply?.status === 401 || reply?.status === 403) return signIn();
    if (!told || reply.status >= 500 || reply.status === 429) return later(reply?.status === 500);
    wait = FIRST_WAIT;
    if (reply.status === 409) disagree(key, raw, told);
    else if (reply.ok) {
      accepted ||= !entry.posted;
      accept(key, raw, entry, told);
    } else refuse(key, raw);
    return true;
  }

  async function post({ item, value, values, revision, id, over }) {
    renewTokens();
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const body = JSON.stringify({ item, value, values, revision, id, over, response: form.dataset.response });
    const signal = AbortSignal.timeout?.(PATIENCE);
    try {
      const reply = await fetch(form.dataset.autosaveUrl, { method: "POST", headers, body, signal, keepalive: true, redirect: "manual", credentials: "same-origin" });
      return { reply, told: await reply.json().catch(() => null) };
    } catch {
      return {};
    }
  }

  // One answer that our server stumbles over does not hold up the others.
  function later(goesOn) {
    sayItWaits();
    clearTimeout(again);
    again = setTimeout(flush, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return goesOn;
  }

  const sayItWaits = () => (onlyHere(prefix) ? say("unkept", "stuck") : say("kept", "kept"));

  function signIn() {
    say(onlyHere(prefix) ? "sign_in_unkept" : "sign_in", "stuck");
    return false;
  }

  // The answer may have changed again while it was under way: then the newer one goes next, on top of this revision.
  function accept(key, raw, entry, { revision, saved_at }) {
    const question = questionOf(entry.item);
    if (question) setRevision(question, revision);
    const newer = entryOf(key);
    if (rawOf(key) === raw) drop(key);
    else if (newer) keep(key, { ...newer, revision });
    otherTabs.postMessage?.({ ...entry, revision });
    const time = new Date(saved_at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (!document.querySelector(".conflict")) say("saved", "saved", { time });
  }

  function refuse(key, raw) {
    if (rawOf(key) === raw) drop(key);
    say("refused", "stuck");
  }

  // Two people, or one person on two devices: nothing is overwritten until somebody chooses.
  function disagree(key, raw, { question, mine_text, theirs, theirs_text, revision }) {
    if (rawOf(key) !== raw) return; // answered again meanwhile: that answer will meet the same question
    const entry = { ...JSON.parse(raw), conflict: { question, mine_text, theirs, theirs_text, revision } };
    keep(key, entry);
    ask(key, entry);
  }

  const panelOf = (item) => document.querySelector(`.conflict[data-about="${CSS.escape(item)}"]`);

  function ask(key, entry) {
    const { item, conflict } = entry;
    const question = questionOf(item);
    panelOf(item)?.remove();
    const panel = document.getElementById("autosave-conflict").content.firstElementChild.cloneNode(true);
    panel.dataset.about = item;
    const fill = (slot, words) => { panel.querySelector(`[data-slot="${slot}"]`).textContent = words; };
    fill("question", conflict.question);
    fill("mine", conflict.mine_text ?? answerInWords(question, sentAnswer(entry), text("nothing")));
    fill("theirs", conflict.theirs_text ?? answerInWords(question, conflict.theirs, text("nothing")));
    panel.querySelector('[data-choose="mine"]').addEventListener("click", () => chooseMine(key, panel));
    panel.querySelector('[data-choose="theirs"]').addEventListener("click", () => chooseTheirs(key, panel));
    if (question) question.append(panel);
    else status.after(panel);
    say("conflict", "stuck", { question: conflict.question });
  }

  function chooseMine(key, panel) {
    const entry = entryOf(key);
    panel.remove();
    if (!entry?.conflict) return; // chosen in another tab
    const { conflict, tried, ...mine } = entry;
    leave(mine.item);
    keep(key, { ...mine, revision: conflict.revision, id: newId(), over: [] });
    flush();
  }

  function chooseTheirs(key, panel) {
    const entry = entryOf(key);
    panel.remove();
    if (!entry?.conflict) return;
    const { conflict, item } = entry;
    const question = questionOf(item);
    leave(item);
    drop(key);
    if (question) {
      showAnswer(question, conflict.theirs);
      setRevision(question, conflict.revision);
    }
    say("theirs", "saved");
  }

  function leave(item) {
    const question = questionOf(item);
    if (question) (controls(question).find((control) => control.checked) ?? controls(question)[0])?.focus();
  }

  // Typed words are saved when typing pauses, when the field is left, and when the page is hidden or closed.
  let typing;
  let typed = null;
  function queueTyped() {
    clearTimeout(typing);
    if (typed) queue(typed);
    typed = null;
  }
  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-item]");
    if (typed !== question) queueTyped();
    clearTimeout(typing);
    typed = null;
    if (question) queue(question);
  });
  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-item]");
    if (!question || tickable(event.target)) return;
    clearTimeout(typing);
    typed = question;
    typing = setTimeout(queueTyped, 800);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault(); // the browser would show a page of its own in place of the answers
      queueTyped();
      sayItWaits();
      return;
    }
    renewTokens();
    clearTimeout(typing);
    typed = null;
    for (const key of keysOf(prefix)) {
      const entry = entryOf(key);
      keep(key, { ...entry, posted: true });
      if (questionOf(entry.item)) form.append(hidden(`${entry.item}-over`, unheardOf(entry).join(",")));
    }
  });
  otherTabs.addEventListener("message", ({ data: saved }) => {
    const question = questionOf(saved.item);
    const waiting = entryOf(prefix + saved.item); // its removal may not have reached this tab yet
    if (!question || (waiting && waiting.id !== saved.id)) return;
    showAnswer(question, sentAnswer(saved));
    setRevision(question, saved.revision);
  });
  addEventListener("online", () => { wait = FIRST_WAIT; flush(); });
  addEventListener("pageshow", flush);
  addEventListener("pagehide", queueTyped);
  document.addEventListener("visibilitychange", () => (document.hidden ? queueTyped() : flush())); // back from opening the link again

  for (const key of keysOf(prefix)) {
    const entry = entryOf(key);
    const question = questionOf(entry.item);
    if (question) showAnswer(question, sentAnswer(entry));
    if (entry.conflict) ask(key, entry);
  }
  flush();
}

for (const { dataset } of document.querySelectorAll("[data-autosave-clear]")) {
  clear(dataset.autosaveClear === "all" ? PREFIX : `${PREFIX}${dataset.autosaveClear}:`);
}
const form = document.querySelector("form[data-autosave-url]");
if (form) autosave(form);

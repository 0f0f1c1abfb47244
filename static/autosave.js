// Saves each answer as it is given. The page works without it: Continue posts the whole form.
//
//   <form data-autosave-url="..." data-response="ID">            with csrfmiddlewaretoken
//     <fieldset data-item="ANA1" data-revision="3"> inputs       one per question
//   {% include "partials/autosave.html" %}                       status line and texts
// A page without questions sends what waits on this device too; then its link data-autosave-again, hidden until there
// is something new to see, offers the page anew. Answers that Continue posts as well are on the page already.
//
// POST JSON {item, value | values, revision, id, response}. `values` where every control is a checkbox, else `value` ("" is no answer).
//   200 {revision, saved_at}   also for an id seen before, and for the value that is there already
//   409 {item, question, theirs, revision}   someone else changed it since; the person chooses
// Answers wait in localStorage, so a lost network, a closed tab or an expired sign-in loses nothing. One tab sends at a time.
// A page holding data-autosave-clear="ID" (confirmation, sign-out) removes what is kept on this device; "all" removes everything.

import { answerInWords, answerOf, controls, showAnswer, tickable } from "./answer_values.js";

const PREFIX = "waymark:answer:";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;

const kept = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
const fetchEntry = (key) => JSON.parse(localStorage.getItem(key));
const keep = (key, entry) => localStorage.setItem(key, JSON.stringify(entry));

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

// One form ----------------------------------------------------------------------------------------------------------
function autosave(form) {
  const prefix = `${PREFIX}${form.dataset.response}:`;
  const status = document.getElementById("save-status");
  const text = (name) => document.getElementById("autosave-texts").content.querySelector(`[data-text="${name}"]`).textContent;
  const questionOf = (item) => form.querySelector(`[data-item="${CSS.escape(item)}"]`);
  const revisionOf = (item) => Number(questionOf(item)?.dataset.revision || 0);
  const otherTabs = new BroadcastChannel(prefix);
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
    keep(prefix + item, { item, ...answer, revision: revisionOf(item), id: newId() });
    flush();
  }

  async function flush() {
    clearTimeout(again);
    if (navigator.locks) await navigator.locks.request(prefix, sendAll);
    else await sendAll();
    if (accepted && kept(prefix).length === 0) document.querySelector("[data-autosave-again]")?.removeAttribute("hidden");
  }

  async function sendAll() {
    for (const key of kept(prefix)) if (!(await send(key))) return;
  }

  // True: go on with the next answer. False: stop, and try again later.
  async function send(key) {
    const raw = localStorage.getItem(key);
    if (!raw) return true;
    const { conflict, posted, ...entry } = JSON.parse(raw);
    if (conflict) return true;
    const reply = await post(entry);
    if (!reply || reply.status >= 500 || reply.status === 429) return later();
    if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) return signIn();
    wait = FIRST_WAIT;
    if (reply.status === 409) disagree(key, raw, await reply.json());
    else if (reply.ok) {
      accepted ||= !posted;
      accept(key, raw, entry, await reply.json());
    }
    else refuse(key, raw);
    return true;
  }

  async function post(entry) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const request = { method: "POST", headers, body: JSON.stringify({ ...entry, response: form.dataset.response }), keepalive: true, redirect: "manual", credentials: "same-origin" };
    try {
      return await fetch(form.dataset.autosaveUrl, request);
    } catch {
      return null;
    }
  }

  function later() {
    say("kept", "kept");
    again = setTimeout(flush, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return false;
  }

  function signIn() {
    say("sign_in", "stuck");
    return false;
  }

  // The answer may have changed again while it was under way: then the newer one goes next, on top of this revision.
  function accept(key, raw, entry, { revision, saved_at }) {
    const question = questionOf(entry.item);
    if (question) setRevision(question, revision);
    if (localStorage.getItem(key) === raw) localStorage.removeItem(key);
    else keep(key, { ...fetchEntry(key), revision });
    otherTabs.postMessage({ ...entry, revision });
    const time = new Date(saved_at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (!document.querySelector(".conflict")) say("saved", "saved", { time });
  }

  function refuse(key, raw) {
    if (localStorage.getItem(key) === raw) localStorage.removeItem(key);
    say("refused", "stuck");
  }

  // Two people, or one person on two devices: nothing is overwritten until somebody chooses.
  function disagree(key, raw, { question, theirs, theirs_text, revision }) {
    if (localStorage.getItem(key) !== raw) return; // answered again meanwhile: that answer will meet the same question
    const entry = { ...JSON.parse(raw), conflict: { question, theirs, theirs_text, revision } };
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
    fill("mine", answerInWords(question, sentAnswer(entry), text("nothing")));
    fill("theirs", conflict.theirs_text ?? answerInWords(question, conflict.theirs, text("nothing")));
    panel.querySelector('[data-choose="mine"]').addEventListener("click", () => chooseMine(key, panel));
    panel.querySelector('[data-choose="theirs"]').addEventListener("click", () => chooseTheirs(key, panel));
    if (question) question.append(panel);
    else status.after(panel);
    say("conflict", "stuck", { question: conflict.question });
  }

  function chooseMine(key, panel) {
    const { conflict, ...entry } = fetchEntry(key);
    leave(panel, entry.item);
    keep(key, { ...entry, revision: conflict.revision, id: newId() });
    flush();
  }

  function chooseTheirs(key, panel) {
    const { conflict, item } = fetchEntry(key);
    const question = questionOf(item);
    leave(panel, item);
    localStorage.removeItem(key);
    if (question) {
      showAnswer(question, conflict.theirs);
      setRevision(question, conflict.revision);
    }
    say("theirs", "saved");
  }

  function leave(panel, item) {
    panel.remove();
    const question = questionOf(item);
    if (question) (controls(question).find((control) => control.checked) ?? controls(question)[0])?.focus();
  }

  let typing;
  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-item]");
    clearTimeout(typing);
    if (question) queue(question);
  });
  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-item]");
    clearTimeout(typing);
    if (question && !tickable(event.target)) typing = setTimeout(() => queue(question), 800);
  });
  form.addEventListener("submit", () => {
    for (const key of kept(prefix)) keep(key, { ...fetchEntry(key), posted: true });
  });
  otherTabs.addEventListener("message", ({ data: saved }) => {
    const question = questionOf(saved.item);
    const waiting = fetchEntry(prefix + saved.item); // its removal may not have reached this tab yet
    if (!question || (waiting && waiting.id !== saved.id)) return;
    showAnswer(question, sentAnswer(saved));
    setRevision(question, saved.revision);
  });
  addEventListener("online", () => { wait = FIRST_WAIT; flush(); });
  addEventListener("pageshow", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); }); // back from opening the link again

  for (const key of kept(prefix)) {
    const entry = fetchEntry(key);
    const question = questionOf(entry.item);
    if (question) showAnswer(question, sentAnswer(entry));
    if (entry.conflict) ask(key, entry);
  }
  flush();
}

for (const { dataset } of document.querySelectorAll("[data-autosave-clear]")) {
  const prefix = dataset.autosaveClear === "all" ? PREFIX : `${PREFIX}${dataset.autosaveClear}:`;
  for (const key of kept(prefix)) localStorage.removeItem(key);
}
const form = document.querySelector("form[data-autosave-url]");
if (form) autosave(form);

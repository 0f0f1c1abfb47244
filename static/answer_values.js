// What the controls of one question hold, as autosave sends it, and the way back. One question is a [data-item] fieldset.
//
//   answerOf(question)       {value} or {values}: `values` where every control is a checkbox and for a ranking; "" is no answer.
//                            null where a date is only half written: nothing to save yet.
//   showAnswer(question, …)  a stored value, a code of several, or what answerOf gave, put into the controls
//   answerInWords(…)         the same as a person reads it
//
// A ranking has a select per option, named [data-place-of=CODE], whose value is its place; it is sent as "1:CODE".
// A date has three inputs [data-part=day|month|year]; it is sent as YYYY-M-D.

export const controls = (question) => [...question.querySelectorAll("input:not([type=hidden]), select, textarea")];
export const tickable = (control) => control.type === "checkbox" || control.type === "radio";
const filled = (control) => (tickable(control) ? control.checked : control.value.trim() !== "");
const parts = (question) => ["year", "month", "day"].map((name) => question.querySelector(`[data-part="${name}"]`)).filter(Boolean);
const places = (question) => [...question.querySelectorAll("[data-place-of]")];

export function answerOf(question) {
  const all = controls(question);
  const reasons = all.filter((control) => tickable(control) && control.checked).map((control) => control.value);
  if (places(question).length) return { values: [...ranked(question), ...reasons] };
  if (parts(question).length) return dateOf(question, reasons);
  const given = all.filter(filled).map((control) => control.value);
  return all.every((control) => control.type === "checkbox") ? { values: given } : { value: given.at(-1) ?? "" };
}

function ranked(question) {
  const given = places(question).filter(filled).sort((one, other) => Number(one.value) - Number(other.value));
  return given.map((select) => `${select.value}:${select.dataset.placeOf}`);
}

function dateOf(question, reasons) {
  const typed = parts(question).map((input) => input.value.trim());
  if (typed.every(Boolean)) return { value: typed.join("-") };
  return typed.some(Boolean) ? null : { value: reasons.at(-1) ?? "" };
}

const listed = (answer) => [answer ?? []].flat().map(String).filter((value) => value !== "");
const withoutPlace = (value) => value.replace(/^\d+:/, "");

export function showAnswer(question, answer) {
  const wanted = listed(answer);
  for (const option of controls(question).filter(tickable)) option.checked = wanted.includes(option.value);
  if (places(question).length) showRanking(question, wanted.map(withoutPlace));
  else if (parts(question).length) showDate(question, wanted.find((value) => value.includes("-")) ?? "");
  else showTyped(question, wanted);
}

function showRanking(question, codes) {
  for (const select of places(question)) select.value = codes.includes(select.dataset.placeOf) ? codes.indexOf(select.dataset.placeOf) + 1 : "";
  question.dispatchEvent(new CustomEvent("answer-shown"));
}

function showDate(question, value) {
  const written = value.split("-").map((part) => (/^\d+$/.test(part) ? String(Number(part)) : part)); // words stay as typed
  parts(question).forEach((input, index) => { if (input !== document.activeElement) input.value = written[index] ?? ""; });
}

function showTyped(question, wanted) {
  const options = controls(question).filter(tickable);
  const free = wanted.find((value) => !options.some((option) => option.value === value)) ?? "";
  for (const control of controls(question)) if (!tickable(control) && control !== document.activeElement) control.value = free;
}

export function answerInWords(question, answer, nothing) {
  return listed(answer).map((value) => (question ? nameOf(question, value) : value)).join("; ") || nothing;
}

function nameOf(question, value) {
  const code = withoutPlace(value);
  const place = places(question).find((select) => select.dataset.placeOf === code);
  const ticked = controls(question).find((control) => tickable(control) && control.value === value);
  const label = place ? question.querySelector(`label[for="${CSS.escape(place.id)}"]`) : ticked?.closest("label");
  if (label) return label.textContent.trim().replace(/\s+/g, " ");
  const chosen = [...question.querySelectorAll("select:not([data-place-of]) option")].find((option) => option.value === value);
  return parts(question).length ? dayInWords(value) : chosen?.textContent.trim() ?? value;
}

function dayInWords(value) {
  const [year, month, day] = value.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
}

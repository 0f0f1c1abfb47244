// "I do not know" and its like stand alone: choosing one clears the rest of its question, and the other way round.
// The server refuses both together; this only saves the trip. Heard before autosave.js, so what is saved is what is seen.

const fields = (question) => [...question.querySelectorAll("input:not([type=hidden]), select, textarea")];
const tickable = (field) => field.type === "checkbox" || field.type === "radio";
const holds = (field) => (tickable(field) ? field.checked : field.value.trim() !== "");

function clear(field) {
  if (tickable(field)) field.checked = false;
  else field.value = "";
}

function settle(event) {
  const question = event.target.closest("[data-item]");
  if (!question || !holds(event.target)) return;
  const alone = "exclusive" in event.target.dataset;
  const others = fields(question).filter((field) => field !== event.target && holds(field));
  const leaving = others.filter((field) => alone || "exclusive" in field.dataset);
  for (const field of leaving) clear(field);
  const status = document.getElementById("choice-status");
  if (status && leaving.length) status.textContent = status.dataset.cleared;
}

document.addEventListener("input", settle, { capture: true });
document.addEventListener("change", settle, { capture: true });

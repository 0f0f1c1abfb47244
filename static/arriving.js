// A link to a question ("Change", an error on another page, "Still true") leads to what is to be filled in, not only to the
// place. Without this file the page stands there, and the next Tab reaches it.

import { controls } from "./answer_values.js";

function arrive() {
  const place = document.getElementById(location.hash.slice(1));
  const question = place?.matches("[data-item]") ? place : place?.querySelector(":scope > [data-item]");
  if (!question || document.querySelector(".problems")) return;
  const all = controls(question);
  (all.find((control) => control.checked) ?? all[0])?.focus({ preventScroll: true });
}

// The browser goes to the place itself when it next draws the page, and takes the focus along.
addEventListener("load", () => requestAnimationFrame(() => setTimeout(arrive)));

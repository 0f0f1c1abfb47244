// Putting options in order: buttons beside each place, which move an option up and down. Without this file one chooses
// the places from their lists, and the server says where two are the same. Here two never are.

function ranking(list) {
  const question = list.closest("[data-item]");
  const status = question.querySelector("[data-ranking-status]");
  const rows = [...list.children];
  const selectOf = (row) => row.querySelector("select");
  const nameOf = (row) => row.querySelector("label").textContent.trim();
  const placeOf = (row) => Number(selectOf(row).value) || Infinity;
  const last = selectOf(rows[0]).options.length - 1;
  let former = new Map();

  const say = (row) => {
    const words = selectOf(row).value ? list.dataset.placed : list.dataset.unplaced;
    return words.replace("{option}", nameOf(row)).replace("{place}", selectOf(row).value);
  };

  // The ranked ones first, the others as the questionnaire has them. The row that has the focus is not moved itself.
  function arrange() {
    const order = [...rows].sort((one, other) => (placeOf(one) === placeOf(other) ? 0 : placeOf(one) - placeOf(other)));
    const held = order.findIndex((row) => row.contains(document.activeElement));
    order.slice(0, Math.max(held, 0)).forEach((row) => list.insertBefore(row, order[held]));
    order.slice(held + 1).forEach((row) => list.append(row));
    former = new Map(rows.map((row) => [row, selectOf(row).value]));
    for (const row of rows) {
      row.querySelector("[data-move=up]").setAttribute("aria-disabled", order[0] === row && selectOf(row).value !== "");
      row.querySelector("[data-move=down]").setAttribute("aria-disabled", selectOf(row).value === "");
    }
  }

  function number(ranked) {
    for (const row of rows) selectOf(row).value = ranked.includes(row) ? ranked.indexOf(row) + 1 : "";
  }

  function move(row, step) {
    const ranked = rows.filter((each) => selectOf(each).value).sort((one, other) => placeOf(one) - placeOf(other));
    const place = ranked.indexOf(row);
    if (place < 0 && step < 0) ranked.splice(Math.min(ranked.length, last - 1), 0, row);
    else if (place >= 0 && step > 0 && place === ranked.length - 1) ranked.pop();
    else if (place >= 0 && place + step >= 0) ranked.splice(place + step, 0, ...ranked.splice(place, 1));
    else return;
    number(ranked.slice(0, last));
    arrange();
    status.textContent = say(row);
    selectOf(row).dispatchEvent(new Event("change", { bubbles: true })); // for autosave
  }

  // A place that another option holds is exchanged with it.
  function exchange(row) {
    if (former.get(row) === selectOf(row).value) return;
    const other = rows.find((each) => each !== row && selectOf(row).value && selectOf(each).value === selectOf(row).value);
    if (other) selectOf(other).value = former.get(row);
    status.textContent = [row, other].filter(Boolean).map(say).join(" ");
  }

  function button(row, way, sign) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.dataset.move = way;
    made.textContent = sign;
    made.setAttribute("aria-label", list.dataset[way].replace("{option}", nameOf(row)));
    made.addEventListener("click", () => move(row, way === "up" ? -1 : 1));
    return made;
  }

  for (const row of rows) row.append(button(row, "up", "↑"), button(row, "down", "↓"));
  question.addEventListener("change", ({ target }) => {
    if (list.contains(target)) exchange(target.closest("li"));
    arrange();
  });
  question.addEventListener("answer-shown", arrange);
  arrange();
}

for (const list of document.querySelectorAll("[data-ranking]")) ranking(list);

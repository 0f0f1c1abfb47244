// What the focus is on: what it is, whether one sees it, and where it stands. measure.js is on the page already.
(() => {
  const element = document.activeElement;
  const question = element.closest("[data-item]");
  const seen = /radio|checkbox/.test(element.type) ? element.closest("label") ?? element : element;
  const part = seen.matches("label") && getComputedStyle(seen).display === "contents" ? element.closest(".step") ?? seen : seen;
  const box = part.getClientRects()[0] ?? part.getBoundingClientRect();
  const points = [box.top + 3, box.top + box.height / 2, box.bottom - 3].map((y) => document.elementFromPoint(box.left + box.width / 2, y));
  const holds = (control) => (/radio|checkbox/.test(control.type) ? control.checked : control.value !== "");
  const own = element.name ? [...document.getElementsByName(element.name)] : [element];
  const places = [...(question?.querySelectorAll(".ranking select") ?? [])];
  const isRanked = element.dataset.move && (holds(element.closest("li").querySelector("select")) || places.filter(holds).length === places[0].options.length - 1);
  const is_inside = element !== document.body && element !== document.documentElement;
  if (!window.firstStop) window.firstStop = element;
  else if (window.firstStop === element) window.passedFirst = true;
  return {
    is_inside,
    is_first: Boolean(window.passedFirst) && window.firstStop === element,
    is_primary: element.matches("main .btn-primary"),
    is_exclusive: "exclusive" in element.dataset,
    is_ranking: "placeOf" in element.dataset,
    is_answered: isRanked || own.filter((control) => /INPUT|SELECT|TEXTAREA/.test(control.tagName) && control.type !== "hidden").some(holds),
    is_seen: points.some((at) => at && (part.contains(at) || at.contains(part))),
    in_main: Boolean(element.closest("main")),
    item: question?.dataset.item ?? "",
    type: element.type ?? "",
    part: element.dataset.part ?? "",
    move: element.dataset.move ?? "",
    name: (element.ariaLabel || element.textContent || element.labels?.[0]?.textContent || "").trim(),
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    html: element.outerHTML.slice(0, 100),
    mark: is_inside ? measure.focus() : null,
  };
})()

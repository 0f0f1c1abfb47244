// What axe-core does not measure: contrast of borders and of the focus mark, sizes of targets, text that is cut off or
// runs into other text. Evaluated in the page; everything comes from computed colours and boxes.
(() => {
  const OPERATED = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const STATES = "input, select, textarea, .btn, .step, .ten";

  const style = (element, part) => getComputedStyle(element, part);
  const name = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 90);

  function shown(element) {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  // Colours ---------------------------------------------------------------------------------------------------------
  function colour(text) {
    const [red, green, blue, alpha = 1] = (/^rgba?\((.+)\)$/.exec(text) ?? [])[1].split(/[\s,/]+/).map(Number);
    return { red, green, blue, alpha };
  }

  function over(top, below) {
    const mix = (one, other) => one * top.alpha + other * (1 - top.alpha);
    return { red: mix(top.red, below.red), green: mix(top.green, below.green), blue: mix(top.blue, below.blue), alpha: 1 };
  }

  function ground(element) {
    if (!element) return colour("rgb(255, 255, 255)");
    const own = colour(style(element).backgroundColor);
    return own.alpha === 1 ? own : over(own, ground(element.parentElement));
  }

  function luminance({ red, green, blue }) {
    const [r, g, b] = [red, green, blue].map((each) => each / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ratio(one, other) {
    const [dark, light] = [luminance(over(one, other)), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  // The edge of each control, or its fill where that is what one sees, against what lies around it.
  function edges() {
    return [...document.querySelectorAll(STATES)].filter(shown).map((control) => {
      const around = ground(control.parentElement);
      const drawn = style(control, control.type === "file" ? "::file-selector-button" : null);
      const border = drawn.borderInlineStartStyle === "none" ? 1 : ratio(colour(drawn.borderInlineStartColor), around);
      return { what: name(control), ratio: Math.max(border, ratio(ground(control), around)) };
    });
  }

  // What says that something is chosen: the mark inside the box, or the fill of the step.
  function marks() {
    return [...document.querySelectorAll(":checked:is([type=radio], [type=checkbox])")].map((control) => {
      const step = control.closest(".step, .ten");
      if (step) return { what: name(step), ratio: ratio(ground(step), ground(step.parentElement)) };
      return { what: name(control), ratio: ratio(colour(style(control, "::before").backgroundColor), ground(control)) };
    });
  }

  // The outline of what has the focus: its own, or that of the row or step it lies in.
  function focus() {
    const holder = document.activeElement;
    let element = holder;
    const drawn = (each) => style(each).outlineStyle !== "none" && parseFloat(style(each).outlineWidth) >= 2 && shown(each);
    while (element && !drawn(element)) element = element.parentElement;
    if (!element || holder === document.body) return { what: name(holder), ratio: 0, width: 0 };
    const line = colour(style(element).outlineColor);
    const around = [ground(element.parentElement), ...(parseFloat(style(element).outlineOffset) < 0 ? [ground(element)] : [])];
    return { what: name(holder), ratio: Math.min(...around.map((each) => ratio(line, each))), width: parseFloat(style(element).outlineWidth) };
  }

  // Boxes -----------------------------------------------------------------------------------------------------------
  const inSentence = (link) => style(link).display === "inline" && link.parentElement.textContent.trim() !== link.textContent.trim();

  function targets() {
    const boxes = [...document.querySelectorAll(OPERATED)].filter((each) => !each.matches(".visually-hidden, .skip, [tabindex='-1']"));
    const hit = (each) => (/radio|checkbox/.test(each.type) ? each.closest("label") ?? each : each);
    return boxes.filter((each) => shown(hit(each)) && !inSentence(each)).map((each) => {
      const parts = [...(hit(each).matches("label") && style(hit(each)).display === "contents" ? hit(each).children : [hit(each)])];
      const sizes = parts.map((part) => part.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height));
      return { what: name(each), size: Math.max(...sizes) };
    });
  }

  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

  const isClipped = (element) => element !== null && (style(element).clipPath !== "none" || isClipped(element.parentElement));

  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement: parent, textContent } = walker.currentNode;
      if (!textContent.trim() || parent.closest("template, script, option, textarea, .visually-hidden, .skip") || !shown(parent)) continue;
      if (isClipped(parent)) continue; // words for screen readers only
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      found.push({ parent, words: textContent.trim().slice(0, 50), boxes: [...range.getClientRects()] });
    }
    return found;
  }

  // Text that reaches out of a box that hides what reaches out of it, or out of the page. A box that scrolls hides nothing.
  function cut() {
    const flows = (element) => style(element).overflowX + style(element).overflowY;
    const out = [];
    for (const { parent, words, boxes } of texts()) {
      let box = parent;
      for (; box && box !== document.body && !/auto|scroll/.test(flows(box)); box = box.parentElement) {
        if (!/hidden|clip/.test(flows(box))) continue;
        const edge = box.getBoundingClientRect();
        if (boxes.some((each) => each.right > edge.right + 1 || each.left < edge.left - 1 || each.bottom > edge.bottom + 3 || each.top < edge.top - 3)) out.push(words);
      }
      if (box === document.body && boxes.some((each) => each.left < -1 || each.right > innerWidth + 1)) out.push(words);
    }
    return out;
  }

  // Two texts on the same spot. Only the middle of each line counts: lines of large type share a little of their height.
  function collisions() {
    const lines = texts().flatMap(({ parent, words, boxes }) => boxes.map((box) => ({ parent, words, box })));
    const meet = (one, other) => {
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return wide > 2 && high > 0.4 * Math.min(one.height, other.height);
    };
    return lines.flatMap((one, place) => lines.slice(place + 1).filter((other) => other.parent !== one.parent && meet(one.box, other.box)).map((other) => `${one.words} × ${other.words}`));
  }

  const misfits = () => ({ "px sideways": sideways(), "cut off": cut(), "on other text": collisions() });

  window.measure = { edges, marks, focus, targets, misfits };
})();

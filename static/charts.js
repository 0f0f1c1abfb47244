// Draws every <div class="plot" data-figure="ID"> from the Plotly figure in <script type="application/json" id="ID">.
// The figure carries no colours: "@you" names a token of waymark.css, so light, dark, print and downloads share one figure.
// A figure of rows lists them in layout.meta: {rows: [{label, label_narrow?, strong?, values?, values_narrow?}],
// columns: [{head, weight?, colour?}], short_ticks?}. Labels stand beside the rows where there is room, above them on a phone.

import { TICK, crowded, inWords, kept, note, overhang, tickHeight, turned, waysOf, withWords } from "./chart_words.js";

const WIDE = 620;
const STEP = { wide: 46, narrow: 70 };
const TALL = { wide: 100, narrow: 128 }; // rows that hold a picture of their own
const HALF = 0.3; // of such a row, above and below its middle
const LINE = 20;
const LEAST_PLOT = 160; // narrower beside its numbers, marks go below them
const DOWNLOAD_WIDTH = 960;
const PAPER = { width: 880, uncut: 480, rows: 4 }; // in pixels that findings.css prints at 0.74 of their size
const CONFIG = { displayModeBar: false, showSendToCloud: false, plotlyServerURL: "", responsive: false };

// A hand draws in one scheme with one typeface: it knows what a token looks like and how wide a text gets.
// Tokens are resolved by the browser on a hidden element. A downloaded picture cannot carry web fonts, so it uses common ones.
const SCREEN = { scheme: "", sans: getComputedStyle(document.body).fontFamily };
const PICTURE = { scheme: "light", sans: "Arial, sans-serif", serif: "Georgia, serif" };
const probe = document.body.appendChild(Object.assign(document.createElement("span"), { hidden: true }));
probe.style.forcedColorAdjust = "none"; // else high contrast makes one colour of all, and boxes hide what stands in them
const pen = document.createElement("canvas").getContext("2d");

function handOf({ scheme, sans, serif = sans }) {
  function token(name) {
    probe.style.colorScheme = scheme;
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  }
  function measure(text, size, weight = 400, family = sans) {
    pen.font = `${weight} ${size}px ${family}`;
    return pen.measureText(text).width;
  }
  function wrapped(text, room, size, weight, family) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (measure(longer, size, weight, family) <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }
  return { token, measure, wrapped, sans, serif };
}

function inked(value, token) {
  if (typeof value === "string") return value.startsWith("@") ? token(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map((each) => inked(each, token));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inked(each, token)]));
  }
  return value;
}

// Beside the rows: label, marks, numbers in columns under their heads, a hairline below each row.
function beside({ rows, columns = [], tall }, hand, { width, xaxis }) {
  const { token, measure, wrapped } = hand;
  const clear = overhang(xaxis, hand).last + 10;
  const weights = rows.map((row) => (row.strong ? 650 : 400));
  const widest = Math.max(...rows.map((row, y) => measure(row.label, 15.5, weights[y])));
  const start = Math.round(Math.min(widest + 20, 300, width * 0.36));
  const lines = rows.map((row, y) => wrapped(row.label, start - 14, 15.5, weights[y]));
  const widths = columns.map((column, i) =>
    Math.ceil(Math.max(measure(column.head, 13), ...rows.map((row) => measure(row.values?.[i] ?? "", 15.5, column.weight)))) + 24);
  const ends = widths.map((_, i) => widths.slice(0, i + 1).reduce((sum, each) => sum + each, Math.max(12, clear - 14)));
  const labels = rows.map((row, y) =>
    note(kept(lines[y]), { y, size: 15.5, colour: token("ink"), weight: weights[y], xanchor: "left", xshift: -start - 1 }));
  const numbers = rows.flatMap((row, y) => columns.map((column, i) =>
    note(turned([row.values?.[i]]), { y, x: 1, size: 15.5, colour: token(column.colour ?? "ink"), weight: column.weight, xanchor: "right", xshift: ends[i] })));
  const heads = columns.map((column, i) =>
    note(turned([column.head]), { y: 1, x: 1, size: 13, colour: token("ink-2"), xanchor: "right", xshift: ends[i], yref: "paper", yanchor: "bottom", yshift: 3 }));
  const step = Math.max(tall ? TALL.wide : STEP.wide, Math.max(...lines.map((each) => each.length)) * LINE + 10);
  return { step, above: tall ? 0.45 : 0.62, annotations: [...labels, ...numbers, ...heads], margin: { l: start, r: (ends.at(-1) ?? clear) + 4, t: 24 + Math.max(2 * TICK, tickHeight(xaxis)), b: 2 } };
}

// Above the rows: label and numbers share a line over the marks.
function above({ rows, tall }, hand, { width, xaxis }) {
  const { token, measure, wrapped } = hand;
  const stick = overhang(xaxis, hand);
  const start = Math.max(12, Math.ceil(stick.first));
  const end = Math.max(12, Math.ceil(stick.last));
  const lines = rows.map((row) =>
    wrapped(row.label_narrow ?? row.label, width - measure(row.values_narrow ?? "", 14) - 16, 15, row.strong ? 650 : 400));
  const deepest = Math.max(...lines.map((each) => each.length));
  const step = (tall ? TALL.narrow : STEP.narrow) + (deepest - 1) * LINE;
  const yshift = tall ? Math.round(HALF * step) + 6 : 18;
  const over = { yanchor: "bottom", yshift, bgcolor: token("paper") };
  const labels = rows.map((row, y) =>
    note(kept(lines[y]), { y, size: 15, colour: token("ink"), weight: row.strong ? 650 : 400, xanchor: "left", xshift: -start - 1, ...over }));
  const numbers = rows.flatMap((row, y) => {
    const [, said, mark] = (row.values_narrow ?? "").match(/^(.*?)(◆?)$/s);
    const place = { y, x: 1, size: 14, xanchor: "right", ...over };
    const yours = note(mark, { ...place, colour: token("you"), xshift: end });
    return [note(turned([said.trim()]), { ...place, colour: token("ink-2"), xshift: end - (mark ? measure(` ${mark}`, 14) : 0) }), yours];
  });
  return { step, above: (yshift + 12 + deepest * LINE) / step, annotations: [...labels, ...numbers], margin: { l: start, r: end, t: 15 + tickHeight(xaxis), b: 2 } };
}

function placed(meta, layout, hand) {
  const innerOf = ({ margin: { l, r } }) => layout.width - l - r;
  const aside = layout.width >= WIDE ? beside(meta, hand, layout) : null;
  const wide = aside !== null && innerOf(aside) >= LEAST_PLOT;
  const set = wide ? aside : above(meta, hand, layout);
  return { ...set, wide, inner: innerOf(set) };
}

function placedWithLevels(meta, layout, hand) {
  const ticks = layout.xaxis.ticktext ?? [];
  for (const [i, way] of waysOf(ticks, meta.short_ticks).entries()) {
    if (ticks.length) layout.xaxis.ticktext = way;
    const set = placed(meta, layout, hand);
    if (i < 2 && crowded(way, set.inner, i + 1, hand) && meta.short_ticks) continue;
    return i < 2 ? set : withWords(set, hand.wrapped(inWords(ticks), layout.width - 8, 13), hand);
  }
}

function layRows(meta, layout, hand) {
  const set = placedWithLevels(meta, layout, hand);
  const { margin, step, inner, wide } = set;
  const last = meta.rows.length - 0.5;
  const hairlines = meta.rows.map((_, y) => ({
    type: "line", xref: "paper", yref: "y", layer: "below", line: { color: hand.token("rule"), width: 1 },
    x0: -margin.l / inner, x1: 1 + margin.r / inner, y0: y + 0.5, y1: y + 0.5,
  }));
  const smaller = (path) => path.replace(/-?\d+/g, (number) => Math.round(number * 0.72));
  const shapes = (layout.shapes ?? []).map((shape) => (wide || shape.type !== "path" ? shape : { ...shape, path: smaller(shape.path) }));
  layout.margin = { ...margin, autoexpand: false };
  layout.height = Math.round((last + set.above) * step) + margin.t + margin.b;
  layout.yaxis = { range: [last, -set.above], showticklabels: false, showgrid: false, zeroline: false, fixedrange: true };
  layout.annotations = [...(layout.annotations ?? []), ...set.annotations].filter((each) => each.text);
  const thin = Math.min(1, (wide ? STEP.wide : STEP.narrow) / step); // higher rows have room for words, not broader bars
  const framed = shapes.map((shape) => (shape.type === "rect" ? narrowed(shape, thin) : shape));
  layout.shapes = wide ? [...hairlines, ...framed] : framed;
  return thin;
}

function narrowed(rect, by) {
  const middle = (rect.y0 + rect.y1) / 2;
  const half = ((rect.y1 - rect.y0) / 2) * by;
  return { ...rect, y0: middle - half, y1: middle + half };
}

// Bars stay as broad, and what stands beside the middle of a row as near to it, in rows that are higher for their labels.
function thinned(trace, by) {
  if (trace.type === "bar") return trace.width ? { ...trace, width: trace.width * by } : trace;
  const moved = (at) => (Number.isFinite(at) ? Math.round(at) + (at - Math.round(at)) * by : at);
  return Array.isArray(trace.y) ? { ...trace, y: trace.y.map(moved) } : trace;
}

function composed(figure, width, hand) {
  const { token, sans: family } = hand;
  const { meta, ...given } = figure.layout;
  const layout = inked(given, token);
  const axis = { color: token("ink-2"), gridcolor: token("rule"), zeroline: false, fixedrange: true, tickfont: { size: 13 }, ticks: "", tickangle: 0, automargin: false };
  for (const name of ["xaxis", "yaxis"]) layout[name] = { ...axis, ...layout[name] };
  Object.assign(layout, {
    width, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false, dragmode: false, hovermode: "closest",
    font: { family, size: 14, color: token("ink") },
    hoverlabel: { bgcolor: token("ink"), bordercolor: token("ink"), align: "left", font: { family, size: 14, color: token("paper") } },
  });
  const thin = meta?.rows?.length ? layRows(meta, layout, hand) : 1;
  const data = inked(figure.data, token).map((trace) => (meta?.rows?.length && !meta.tall ? thinned(trace, thin) : trace));
  return { data, layout };
}

const figureOf = (plot) => JSON.parse(document.getElementById(plot.dataset.figure).textContent);

async function draw(plot, { scheme = "", width = plot.clientWidth } = {}) {
  if (!width) return; // inside something closed: drawn when it opens
  try {
    const { data, layout } = composed(figureOf(plot), width, handOf({ ...SCREEN, scheme }));
    await Plotly.react(plot, data, layout, CONFIG);
    plot.dataset.state = "drawn";
    for (const button of document.querySelectorAll(`button[data-of="${plot.dataset.figure}"]`)) button.hidden = false;
  } catch (problem) {
    plot.dataset.state = "failed";
    plot.removeAttribute("aria-hidden");
    plot.textContent = plot.dataset.failed ?? "";
    console.error(problem);
  }
}

const oneLine = (element) => element?.textContent.trim().replace(/[^\S\u00a0]+/g, " ") ?? ""; // "n = 64" stays in one piece
const GLYPHS = { you: "◆", was: "◇", flag: "⚑", band: "▭", median: "┼", tick: "│", share: "●", bar: "▬", line: "─" };

// What the marks mean, in one line: "◆ You   ┼ Median of the group, with 95 % interval".
function keyOf(finding) {
  const marks = [...(finding?.querySelectorAll(".key li[data-mark]") ?? [])];
  return marks.map((each) => `${GLYPHS[each.dataset.mark] ?? ""}\u00a0${oneLine(each)}`).join("   ");
}

// A downloaded picture leaves the page, so it takes its title, its subtitle, its key and the word "synthetic" with it, in the light scheme.
function picture(plot) {
  const hand = handOf(PICTURE);
  const { token, wrapped, serif } = hand;
  const pad = 28;
  const { data, layout } = composed(figureOf(plot), DOWNLOAD_WIDTH - 2 * pad, hand);
  const finding = plot.closest(".finding");
  const said = (selector) => oneLine(finding?.querySelector(selector));
  const title = wrapped(said("h2, h3"), layout.width, 24, 600, serif);
  const subtitle = wrapped(said(".sub"), layout.width, 15);
  const key = wrapped(keyOf(finding), layout.width, 13);
  const warning = oneLine(document.querySelector(".synthetic"));
  const { l, t, b } = layout.margin;
  const below = title.length * 31 + 4 + subtitle.length * 20;
  const head = below + key.length * 18 + 20;
  const place = { xanchor: "left", xshift: -l, yref: "paper", align: "left" };
  layout.annotations = [
    ...(layout.annotations ?? []),
    note(turned(title), { ...place, y: 1, size: 24, weight: 600, family: serif, colour: token("ink"), yanchor: "top", yshift: t + head }),
    note(turned(subtitle), { ...place, y: 1, size: 15, colour: token("ink-2"), yanchor: "top", yshift: t + head - title.length * 31 - 4 }),
    note(turned(key), { ...place, y: 1, size: 13, colour: token("ink-2"), yanchor: "top", yshift: t + head - below - 6 }),
    note(warning && turned([warning]), { ...place, y: 0, size: 13, colour: token("ink-2"), yanchor: "bottom", yshift: -b - 30 }),
  ].filter((each) => each.text);
  const foot = warning ? 36 : 0;
  layout.margin = { ...layout.margin, l: l + pad, r: layout.margin.r + pad, t: t + head + pad, b: b + foot + pad };
  Object.assign(layout, { width: DOWNLOAD_WIDTH, height: (layout.height ?? 360) + head + foot + 2 * pad, paper_bgcolor: token("paper") });
  return { data, layout, config: CONFIG };
}

function download({ dataset: { save, of } }) {
  const drawn = picture(document.querySelector(`.plot[data-figure="${of}"]`));
  const { width, height } = drawn.layout;
  return Plotly.downloadImage(drawn, { format: save, filename: of.replace(/-figure$/, ""), width, height, scale: save === "png" ? 2 : 1 });
}

// A high chart is printed in pieces, so that a sheet ends between two rows: copies of the picture, each a window on some rows.
function cut(plot) {
  mend(plot);
  const { height, margin, yaxis } = plot.layout ?? {};
  if (plot.dataset.state === "failed" || !(height > PAPER.uncut)) return;
  const [last, first] = yaxis.range;
  const step = (height - margin.t - margin.b) / (last - first);
  const rows = Math.round(last + 0.5);
  const edge = (row) => (row === 0 ? 0 : row >= rows ? height : margin.t + (row - 0.5 - first) * step);
  const pieces = Object.assign(document.createElement("div"), { className: "pieces", dir: "ltr", ariaHidden: "true" });
  for (let row = 0; row < rows; row += PAPER.rows) pieces.append(windowOn(plot, edge(row), edge(row + PAPER.rows)));
  plot.before(pieces);
  plot.classList.add("is-in-pieces");
}

function windowOn(plot, from, to) {
  const piece = Object.assign(document.createElement("div"), { className: "piece js-plotly-plot" });
  piece.append(plot.querySelector(".plot-container").cloneNode(true));
  piece.style.height = `${to - from}px`;
  piece.firstChild.style.marginTop = `${-from}px`;
  return piece;
}

function mend(plot) {
  if (plot.previousElementSibling?.matches(".pieces")) plot.previousElementSibling.remove();
  plot.classList.remove("is-in-pieces");
}

const plots = [...document.querySelectorAll(".plot[data-figure]")];
const drawAll = (how) => Promise.all(plots.map((plot) => draw(plot, how)));
const widths = new Map();
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (widths.get(target) !== target.clientWidth) draw(target);
    widths.set(target, target.clientWidth);
  }
});

await document.fonts.ready;
await drawAll();
for (const plot of plots) {
  widths.set(plot, plot.clientWidth);
  resized.observe(plot);
}
document.documentElement.dataset.drawn = "yes";

new MutationObserver(() => drawAll()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
addEventListener("beforeprint", () => {
  drawAll({ scheme: "light", width: PAPER.width }); // all of it before the first await
  plots.forEach(cut);
});
addEventListener("afterprint", () => {
  plots.forEach(mend);
  drawAll();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-save]");
  if (button) download(button);
});

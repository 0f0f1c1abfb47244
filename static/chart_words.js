// What is written in a chart: notes, and the numbers of an axis with the names of levels, as the room allows. charts.js draws them.

export const TICK = 17; // in pixels, one line of a label

export function note(text, { y, x = 0, size, colour, weight = 400, family, ...more }) {
  return { text, y, x, xref: "paper", yref: "y", showarrow: false, borderpad: 0, align: "left", font: { size, color: colour, weight, family }, ...more };
}

// A picture runs from left to right. On a page from right to left our words in it still run as the page does, and names, which may
// be in any language, as their letters do.
const isRtl = () => getComputedStyle(document.body).direction === "rtl";
export const turned = (lines) => lines.map((line) => (line && isRtl() ? `\u2067${line}\u2069` : line ?? "")).join("<br>");
export const kept = (lines) => lines.map((line) => (isRtl() ? `\u2068${line}\u2069` : line)).join("<br>");

const tickWidth = (text, { measure }) => Math.max(...String(text ?? "").split("<br>").map((line) => measure(line, 13)));

// Half the width of the outermost axis labels, which stick out of the plotting area.
export function overhang(axis, hand) {
  return { first: tickWidth(axis?.ticktext?.[0], hand) / 2, last: tickWidth(axis?.ticktext?.at(-1), hand) / 2 };
}

// Names of levels stand side by side; where that is too narrow in two lines, each second one higher; else in words over the numbers.
const raised = (text, i) => text.split("<br>").toReversed().join(i % 2 ? "<br>\u00a0<br>" : "<br>");
export const waysOf = (ticks, short) => (short && ticks.join() !== short.join() ? [ticks, ticks.map(raised), short] : [ticks]);
export const inWords = (ticks) => ticks.map((text) => text.replace("<br>", "\u00a0=\u00a0")).join("   ");
export const tickHeight = ({ ticktext = [] }) => TICK * Math.max(1, ...ticktext.map((text) => text.split("<br>").length));

export function crowded(ticks, inner, apart, hand) {
  const half = ticks.map((text) => tickWidth(text, hand) / 2);
  return ticks.slice(apart).some((_, i) => half[i] + half[i + apart] + 8 > (inner / (ticks.length - 1)) * apart);
}

// Levels in words stand above all else.
export function withWords({ annotations, margin, ...set }, lines, { token }) {
  const over = { y: 1, yref: "paper", xanchor: "left", xshift: -margin.l - 1, yanchor: "bottom", yshift: margin.t };
  const said = note(turned(lines), { ...over, size: 13, colour: token("ink-2") });
  return { ...set, annotations: [...annotations, said], margin: { ...margin, t: margin.t + lines.length * TICK + 6 } };
}

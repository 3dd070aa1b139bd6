// Draws each table of a page of pictures; Observable Plot and D3 do the work.
"use strict";

const style = getComputedStyle(document.documentElement);
const INK = "currentColor";
const ACCENT = style.getPropertyValue("--link").trim();
const SOFT = style.getPropertyValue("--soft").trim();
const LINE = style.getPropertyValue("--line").trim();

/** The rows of a figure's table, cells as numbers where they are. */
const read = (figure) =>
  [...figure.querySelectorAll("tbody tr")].map((row) =>
    [...row.cells].map((cell) => (cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value))),
  );

const column = (figure, at) => figure.querySelectorAll("thead th")[at].textContent;

const shortened = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

const common = (figure, width) => ({
  width,
  className: "plot",
  ariaLabel: figure.querySelector("h2").textContent,
  ariaDescription: "The table below holds the same figures.",
  marginBottom: 42,
});

const charts = {
  months(figure, rows, width) {
    const data = rows.map(([month, value]) => ({ month: new Date(`${month}-01T00:00:00Z`), value }));
    return Plot.plot({
      ...common(figure, width),
      height: 220,
      x: { type: "utc", label: null },
      y: { grid: true, label: column(figure, 1) },
      marks: [
        Plot.rectY(data, { x: "month", y: "value", interval: "month", fill: ACCENT, insetLeft: 0.5, insetRight: 0.5,
          title: (d) => `${d.month.toISOString().slice(0, 7)}: ${d.value.toLocaleString("en")}` }),
        Plot.ruleY([0]),
      ],
    });
  },

  bars(figure, rows, width) {
    const data = rows.map(([name, value]) => ({ name, value }));
    return Plot.plot({
      ...common(figure, width),
      height: data.length * 24 + 64,
      marginLeft: 90,
      marginRight: 60,
      x: { grid: true, label: column(figure, 1), labelOffset: 36 },
      y: { type: "band", domain: data.map((d) => d.name), label: null },
      marks: [
        Plot.barX(data, { x: "value", y: "name", fill: ACCENT }),
        Plot.text(data, { x: "value", y: "name", text: (d) => d.value.toLocaleString("en"), textAnchor: "start", dx: 4, fill: INK }),
        Plot.ruleX([0]),
      ],
    });
  },

  heat(figure, rows, width) {
    const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const data = rows.map(([day, hour, value]) => ({ day, hour, value }));
    return Plot.plot({
      ...common(figure, width),
      height: 275,
      marginLeft: width < 500 ? 40 : 90,
      x: { type: "band", domain: d3.range(24), label: "Hour", labelOffset: 36, ticks: width < 500 ? [0, 6, 12, 18, 23] : undefined },
      y: { type: "band", domain: days, label: null, tickFormat: width < 500 ? (day) => day.slice(0, 2) : undefined },
      r: { range: [0, Math.min(14, width / 62)] },
      marks: [
        // Sizes, not shades: they are told apart in black and white, too.
        Plot.cell(d3.cross(days, d3.range(24)), { x: "1", y: "0", stroke: LINE, fill: "none" }),
        Plot.dot(data, { x: "hour", y: "day", r: "value", fill: ACCENT,
          title: (d) => `${d.day}, ${d.hour}:00: ${d.value.toLocaleString("en")}` }),
      ],
    });
  },

  network(figure, rows, width) {
    const links = rows.map(([source, target, value]) => ({ source, target, value })).slice(0, width < 500 ? 16 : 60);
    const sizes = d3.rollup(links.flatMap((l) => [[l.source, l.value], [l.target, l.value]]), (v) => d3.sum(v, (d) => d[1]), (d) => d[0]);
    const nodes = [...sizes].map(([id, size]) => ({ id, size }));
    const height = Math.max(320, Math.min(560, 120 + nodes.length * 14));
    const moving = d3.forceSimulation(nodes)
      .force("link", d3.forceLink(links.map((l) => ({ ...l }))).id((d) => d.id).distance(90).strength(0.4))
      .force("charge", d3.forceManyBody().strength(-220))
      .force("x", d3.forceX(0).strength(0.06))
      .force("y", d3.forceY(0).strength(0.14))
      .force("apart", d3.forceCollide(36))
      .stop();
    moving.tick(300);
    const at = new Map(nodes.map((node) => [node.id, node]));
    const drawn = links.filter((l) => l.source !== l.target);
    return Plot.plot({
      ...common(figure, width),
      height,
      insetTop: 30,
      insetLeft: 64,
      insetRight: 64,
      x: { axis: null },
      y: { axis: null },
      marks: [
        Plot.arrow(drawn, {
          x1: (d) => at.get(d.source).x, y1: (d) => at.get(d.source).y, x2: (d) => at.get(d.target).x, y2: (d) => at.get(d.target).y,
          bend: true, inset: 7, headLength: 7, stroke: SOFT, strokeWidth: (d) => Math.min(5, 0.7 + Math.log2(d.value)),
          title: (d) => `${d.source} answers ${d.target}: ${d.value.toLocaleString("en")}`,
        }),
        Plot.dot(nodes, { x: "x", y: "y", r: (d) => 3 + Math.sqrt(d.size), fill: ACCENT }),
        Plot.text(nodes, { x: "x", y: "y", text: (d) => shortened(d.id, width < 500 ? 14 : 22), dy: -12, fill: INK,
          stroke: style.getPropertyValue("--paper").trim(), strokeWidth: 4 }),
      ],
    });
  },
};

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const place = figure.querySelector(".drawn");
  if (!place) continue;
  const drawing = charts[figure.dataset.chart](figure, read(figure), Math.min(900, place.clientWidth));
  // One image with one name: the names that Plot gives its parts would be read out of their order.
  drawing.setAttribute("role", "img");
  for (const part of drawing.querySelectorAll("g[aria-label], g[aria-description]")) {
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-description");
  }
  place.replaceChildren(drawing);
}

// The benchmark's results as text: tables of at most 80 columns, geometric means, and how they stand to the goals.

/** Goals of geometric means over the main rows, as peer's time / ours; `floor` for every row. null: no floor of its own. */
const goals = {
  current: {
    train: { tfjs: { goal: 30, floor: 15 }, torch: { goal: 1.5, floor: 0.75 } },
    forward: { "ort-web": { goal: 2, floor: 1.3 }, "ort-native": { goal: 0.6, floor: null } },
  },
  "Node 20": {
    train: { tfjs: { goal: 15, floor: null }, torch: { goal: 0.8, floor: null } },
    forward: { "ort-web": { goal: 1.2, floor: null } },
  },
};

const titles = { forward: "Inference", train: "Training: forward and backward, all gradients" };
/** Columns: the row's name, our time, and for each peer its time and how many times ours it is. 25 + 7 + 4 · 12 = 80. */
const [NAME, TIME, RATIO] = [25, 6, 6];

export function formatMs(ms) {
  if (ms === undefined) return "-";
  return ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}

export function formatRatio(ratio) {
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}x`;
}

export const geometricMean = (values) => Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/**
 * @param results `[{ row, times: { forward: { ours: ms, tfjs: ms, … }, train: … } }]` of one engine; missing where one can't.
 * @param labels  column headings by contestant's name, in order.
 */
export function formatTables(engine, results, labels) {
  return ["forward", "train"].flatMap((what) => formatTable(engine, results, labels, what)).join("\n");
}

function formatTable(engine, results, labels, what) {
  const peers = Object.keys(labels).filter((name) => name !== "ours" && results.some(({ times }) => times[what][name]));
  const hasOurs = results.some(({ times }) => times[what].ours);
  if (peers.length === 0 && !hasOurs) return [];
  const writeLine = (name, ours, cells) => (name.padEnd(NAME) + (hasOurs ? ours.padStart(TIME + 1) : "") + cells.join("")).trimEnd();
  const lines = ["", `${titles[what]}. ${engine}.`, hasOurs ? "In ms; for peers also how many times our time that is." : "In ms.", ""];
  let group;
  for (const { row, times } of results) {
    if (row.group !== group) {
      group = row.group;
      lines.push(writeLine(group === "main" ? "" : group, labels.ours ?? "", peers.map((name) => labels[name].padStart(TIME + RATIO))));
    }
    const { ours } = times[what];
    const cells = peers.map((name) => {
      const ms = times[what][name];
      const ratio = ms !== undefined && ours !== undefined ? formatRatio(ms / ours) : "";
      return hasOurs ? formatMs(ms).padStart(TIME) + ratio.padStart(RATIO) : formatMs(ms).padStart(TIME + RATIO);
    });
    lines.push(writeLine(row.name, formatMs(ours), cells));
  }
  return hasOurs ? [...lines, "", ...formatMeans(engine, what, results, peers, labels)] : lines;
}

/** A line for each peer and group of rows: the geometric mean, the least, and the goal if there is one. */
function formatMeans(engine, what, results, peers, labels) {
  const major = Number(engine.match(/\d+/)[0]);
  const goalsHere = major === 20 ? goals["Node 20"] : major >= 24 ? goals.current : {};
  return peers.flatMap((name) =>
    [...new Set(results.map(({ row }) => row.group))].flatMap((group) => {
      const ratios = results
        .filter(({ row, times }) => row.group === group && times[what][name] && times[what].ours)
        .map(({ row, times }) => ({ row, ratio: times[what][name] / times[what].ours }));
      if (ratios.length === 0) return [];
      const mean = geometricMean(ratios.map(({ ratio }) => ratio));
      const least = ratios.reduce((a, b) => (b.ratio < a.ratio ? b : a));
      const line = `${labels[name].padEnd(8)}${group.padEnd(10)} mean ${formatRatio(mean)}, least ${formatRatio(least.ratio)} (${least.row.name})`;
      const goal = group === "main" ? goalsHere[what]?.[name] : undefined;
      if (!goal) return [line];
      const floor = goal.floor === null ? "" : `; floor ${goal.floor}x: ${least.ratio >= goal.floor ? "kept" : "broken"}`;
      return [line, `${"".padEnd(18)} goal ${goal.goal}x: ${mean >= goal.goal ? "met" : "missed"}${floor}`];
    }),
  );
}

/** Goal of a step, as times the products alone. */
const STEP = 1.3;

/** @param steps `[{ name, step, products, run }]`: µs of a step's program, of its products alone, of a step through the executor. */
export function formatStreaming(engine, steps) {
  if (steps.length === 0) return [];
  return [
    "",
    `Streaming: one step of one sequence. ${engine}.`,
    "In microseconds: the step's program, its products alone, and how many times those it takes;",
    "then through the executor, which copies inputs, states and outputs.",
    "",
    "".padEnd(NAME) + ["step", "products", "", "executor"].map((title) => title.padStart(10)).join(""),
    ...steps.map(({ name, step, products, run }) => name.padEnd(NAME) + [formatMs(step), formatMs(products), formatRatio(step / products), formatMs(run)].map((cell) => cell.padStart(10)).join("")),
    "",
    `goal ${STEP}x the products: ${steps.every(({ step, products }) => step <= STEP * products) ? "met" : "missed"} (mean ${formatRatio(geometricMean(steps.map(({ step, products }) => step / products)))}, most ${formatRatio(Math.max(...steps.map(({ step, products }) => step / products)))})`,
  ];
}

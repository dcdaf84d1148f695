// The benchmark's results as text: tables of at most 80 columns, geometric means, and how they stand to the goals.

/** Goals of geometric means over the main rows, as peer's time / ours; `floor` for every row. null: no floor of its own. */
export const goals = {
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
const NAME = 24;
const WIDTH = 14;

function formatMs(ms) {
  return ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}

function formatRatio(ratio) {
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}x`;
}

const geometricMean = (values) => Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/**
 * @param results `[{ row, times: { forward: { ours: ms, tfjs: ms, … }, train: … } }]` of one engine; missing where one can't.
 * @param labels  column headings by contestant's name, in order.
 */
export function formatTables(engine, results, labels) {
  const lines = [];
  for (const what of ["forward", "train"]) {
    const peers = Object.keys(labels).filter((name) => name !== "ours" && results.some(({ times }) => times[what][name]));
    const hasOurs = results.some(({ times }) => times[what].ours);
    lines.push("", `${titles[what]}. ${engine}. ms${hasOurs ? ", and how many times ours it is" : ""}`, "");
    const heading = "".padEnd(NAME) + (hasOurs ? labels.ours.padStart(9) : "") + peers.map((name) => (hasOurs ? labels[name].padStart(7).padEnd(WIDTH - 2) : labels[name].padStart(WIDTH))).join("");
    let group;
    for (const { row, times } of results) {
      if (row.group !== group) lines.push(heading.replace(/^ +/, (space) => (row.group === "main" ? "" : row.group).padEnd(space.length)).trimEnd());
      group = row.group;
      const cells = peers.map((name) => {
        const ms = times[what][name];
        if (ms === undefined) return hasOurs ? "-".padStart(7).padEnd(WIDTH - 2) : "-".padStart(WIDTH);
        if (!hasOurs) return formatMs(ms).padStart(WIDTH);
        const ratio = times[what].ours ? formatRatio(ms / times[what].ours) : "";
        return (formatMs(ms).padStart(6) + ratio.padStart(7)).padStart(WIDTH - 1);
      });
      lines.push((row.name.padEnd(NAME) + (hasOurs ? (times[what].ours === undefined ? "-" : formatMs(times[what].ours)).padStart(9) : "") + cells.join("")).trimEnd());
    }
    if (hasOurs) lines.push("", ...formatGoals(engine, what, results, peers, labels));
  }
  return lines.join("\n");
}

function formatGoals(engine, what, results, peers, labels) {
  const ours = engine.startsWith("Node 20.") ? goals["Node 20"] : Number(engine.match(/\d+/)[0]) >= 24 ? goals.current : undefined;
  return peers.flatMap((name) =>
    [...new Set(results.map(({ row }) => row.group))].flatMap((group) => {
      const ratios = results
        .filter(({ row, times }) => row.group === group && times[what][name] && times[what].ours)
        .map(({ row, times }) => ({ row, ratio: times[what][name] / times[what].ours }));
      if (ratios.length === 0) return [];
      const mean = geometricMean(ratios.map(({ ratio }) => ratio));
      const least = ratios.reduce((a, b) => (b.ratio < a.ratio ? b : a));
      const goal = group === "main" ? ours?.[what]?.[name] : undefined;
      const line = `${labels[name].padEnd(8)} ${group.padEnd(18)} mean ${formatRatio(mean)}, least ${formatRatio(least.ratio)} (${least.row.name})`;
      const verdict = goal ? `  goal ${goal.goal}x: ${mean >= goal.goal ? "met" : "missed"}${goal.floor === null ? "" : `; floor ${goal.floor}x: ${least.ratio >= goal.floor ? "met" : "missed"}`}` : "";
      return verdict ? [line, verdict.padStart(9)] : [line];
    }),
  );
}

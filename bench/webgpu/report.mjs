// The GPU benchmark's results as text: tables of about 80 columns, and how they stand to the goals. Results are as run.mjs has them:
// `[{ row, counts: { forward: { NAME: { dispatches, created, … } }, train }, times: { forward: { NAME: ms }, train }, far: { NAME: {…} }, elsewhere: [NAME] }]`.
import { formatMs, formatRatio, geometricMean } from "../report.mjs";
import { isOurs } from "./contestants.mjs";

/** What the times of a GPU should be. `train`: a peer's time / ours. Microseconds of one step of 64 units, in inference. */
const goals = { train: { tfjs: 20 }, step: { units: 64, stepped: 10, persistent: 3 } };
/** Dispatches of a training step of an LSTM of 100 steps, at most. */
const mostDispatches = { steps: 100, stepped: 230, persistent: 20 };

const titles = { forward: "Inference", train: "Training: forward and backward, all gradients" };
const [NAME, CELL] = [25, 13];

/** Lines of a table; `cellOf(result, name)` is text. Columns that have nothing are left out, and so is a table without columns. */
function formatTable(title, results, labels, cellOf) {
  const names = Object.keys(labels).filter((name) => results.some((result) => cellOf(result, name)));
  if (names.length === 0) return [];
  const lines = ["", ...title, ""];
  let group = "main";
  const heading = () => (group === "main" ? "" : group).padEnd(NAME) + names.map((name) => labels[name].padStart(CELL)).join("");
  lines.push(heading());
  for (const result of results) {
    if (result.row.group !== group) {
      group = result.row.group;
      lines.push(group);
    }
    lines.push((result.row.name.padEnd(NAME) + names.map((name) => (cellOf(result, name) || "-").padStart(CELL)).join("")).trimEnd());
  }
  return lines;
}

/** What each asks the GPU for, and what it still makes when it does the same a second time. */
export function formatCounts(results, labels) {
  const tables = ["forward", "train"].flatMap((what) =>
    formatTable([`${titles[what]}: dispatches.`, "With + what is created in a run that is not the first: buffers, bind groups, pipelines, shaders."], results, labels, ({ counts, elsewhere }, name) => {
      const count = counts[what][name];
      if (!count) return "";
      if (elsewhere.includes(name)) return "on the CPU";
      return `${count.dispatches}${count.created > 0 ? ` +${count.created}` : " +0"}`;
    }),
  );
  const { steps } = mostDispatches;
  const lines = results
    .filter(({ row }) => row.T === steps && row.cell === "lstm")
    .flatMap(({ row, counts }) =>
      ["stepped", "persistent"].flatMap((name) => {
        const count = counts.train[name];
        return count ? [`${name}, ${row.name}: ${count.dispatches} dispatches in training; goal at most ${mostDispatches[name]}: ${count.dispatches <= mostDispatches[name] ? "met" : "missed"}`] : [];
      }),
    );
  return lines.length > 0 ? [...tables, "", ...lines] : tables;
}

/** The farthest of all rows, for each contestant. */
export function formatDistances(results, labels) {
  const names = Object.keys(labels).filter((name) => results.some(({ far }) => far[name]));
  const farthest = (name, wanted) => {
    const found = results.flatMap(({ far }) => Object.entries(far[name] ?? {}).filter(([what]) => wanted(what)));
    return found.length > 0 ? Math.max(...found.map(([, distance]) => distance)).toExponential(1) : "-";
  };
  if (names.length === 0) return [];
  return [
    "",
    "How far from float64, at most, over all rows: max|a - b| / max|b|.",
    "",
    "".padEnd(NAME) + ["rows", "outputs", "gradients"].map((title) => title.padStart(CELL)).join(""),
    ...names.map((name) => labels[name].padEnd(NAME) + [String(results.filter(({ far }) => far[name]).length), farthest(name, (what) => what === "outputs"), farthest(name, (what) => what !== "outputs")].map((cell) => cell.padStart(CELL)).join("")),
  ];
}

/** Milliseconds a run; of peers also how many times the faster of ours that is. Then a step at 64 units, means, and the goals. */
export function formatTimes(results, labels) {
  const best = ({ times }, what) => Math.min(...Object.keys(labels).filter((name) => isOurs(name)).map((name) => times[what][name] ?? Infinity));
  const tables = ["forward", "train"].flatMap((what) =>
    formatTable([`${titles[what]}: ms a run.`, "For peers also how many times the faster of our two that is."], results, labels, (result, name) => {
      const ms = result.times[what][name];
      if (ms === undefined) return "";
      const ratio = best(result, what);
      return formatMs(ms) + (isOurs(name) || ratio === Infinity ? "" : formatRatio(ms / ratio).padStart(7)) + (result.elsewhere.includes(name) ? "*" : "");
    }),
  );
  if (results.some(({ elsewhere }) => elsewhere.length > 0)) tables.push("", "* computed on the CPU");
  return [...tables, ...formatSteps(results, labels), ...formatMeans(results, labels, best)];
}

/** A step of a layer of 64 units, in µs. */
function formatSteps(results, labels) {
  const { units } = goals.step;
  const rows = results.filter(({ row }) => row.H === units);
  const stepOf = ({ row, times }, what, name) => (times[what][name] === undefined ? "" : formatMs((times[what][name] * 1000) / row.T));
  const tables = ["forward", "train"].flatMap((what) => formatTable([`${titles[what]}: µs a step at ${units} units.`], rows, labels, (result, name) => stepOf(result, what, name)));
  // The longest rows: in a short one the step is not what takes the time.
  const longest = Math.max(...rows.map(({ row }) => row.T));
  const lines = rows
    .filter(({ row }) => row.T === longest)
    .flatMap((result) =>
      ["stepped", "persistent"].flatMap((name) => {
        const ms = result.times.forward[name];
        return ms === undefined ? [] : [`${name}, ${result.row.name}: ${formatMs((ms * 1000) / longest)} µs a step; goal at most ${goals.step[name]} µs: ${(ms * 1000) / longest <= goals.step[name] ? "met" : "missed"}`];
      }),
    );
  return lines.length > 0 ? [...tables, "", ...lines] : tables;
}

/** Geometric means over each group of rows, the least, and the goal, which is for every row. */
function formatMeans(results, labels, best) {
  const lines = ["forward", "train"].flatMap((what) =>
    Object.keys(labels)
      .filter((name) => !isOurs(name))
      .flatMap((name) => {
        const ratios = results.filter((result) => result.times[what][name] !== undefined && best(result, what) < Infinity).map((result) => ({ row: result.row, ratio: result.times[what][name] / best(result, what) }));
        if (ratios.length === 0) return [];
        const least = ratios.reduce((a, b) => (b.ratio < a.ratio ? b : a));
        const goal = goals[what]?.[name];
        const verdict = goal ? `; goal ${goal}x in every row: ${least.ratio >= goal ? "met" : "missed"}` : "";
        return [`${labels[name].padEnd(8)}${what === "train" ? "training " : "inference"} mean ${formatRatio(geometricMean(ratios.map(({ ratio }) => ratio)))}, least ${formatRatio(least.ratio)} (${least.row.name})${verdict}`];
      }),
  );
  return lines.length > 0 ? ["", ...lines] : [];
}

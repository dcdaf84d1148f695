// How far does a model of aⁿbⁿcⁿ count? Gives it S aⁿbⁿcⁿ T for each n and compares what it predicts with what is determined: every
// symbol after the first b. Usage: node learn/anbncn.mjs WEIGHTS [--most 20]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({ options: { most: { type: "string", default: "20" } }, allowPositionals: true });
const most = Number(values.most);
if (positionals.length !== 1 || !Number.isSafeInteger(most) || most < 1) {
  console.error("Usage: node learn/anbncn.mjs WEIGHTS [--most 20]");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "rnnc-anbncn-"));
try {
  const words = Array.from({ length: most }, (_, i) => `S${"a".repeat(i + 1)}${"b".repeat(i + 1)}${"c".repeat(i + 1)}T`);
  const data = join(folder, "words.jsonl");
  writeFileSync(data, words.map((symbol) => `${JSON.stringify({ symbol })}\n`).join(""));
  const run = spawnSync(process.execPath, ["dist/cli/rnnc.js", "predict", "specs/models/anbncn.rnn", "--weights", positionals[0], "--data", data, "--json"], { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status !== 0) {
    process.stderr.write(run.stderr);
    process.exit(1);
  }
  const wrong = run.stdout.trim().split("\n").map((line, i) => {
    const said = JSON.parse(line).symbol;
    const word = words[i];
    let count = 0;
    for (let t = i + 2; t + 1 < word.length; t++) if (said[t].value !== word[t + 1]) count++;
    return count;
  });
  const failed = wrong.flatMap((count, i) => (count > 0 ? [`n = ${i + 1}: ${count} of ${2 * (i + 1)}`] : []));
  const reach = wrong.findIndex((count) => count > 0);
  console.log(`Every determined symbol is predicted for n from 1 to ${reach < 0 ? most : reach}.`);
  if (failed.length > 0) console.log(`Wrong symbols: ${failed.slice(0, 8).join("; ")}${failed.length > 8 ? "; …" : ""}`);
} finally {
  rmSync(folder, { recursive: true });
}

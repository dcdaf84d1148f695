// What the benchmarks on both devices (run.mjs, webgpu/run.mjs) do the same way: the peers' packages, the check of a contestant's
// numbers before its time is taken, medians, and the part of RESULTS.md that is each one's own.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { relativeDistance } from "./reference.mjs";
import { shapes, splitData } from "./rows.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** How far a contestant's numbers may be from float64: max|a - b| / max|b|. All compute in f32, some approximate tanh. */
export const NEAR = 1e-4;

/** The peers are this folder's own packages, installed when they are first needed. */
export function setUp() {
  const installed = join(here, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(here, "package-lock.json")).mtimeMs) return;
  console.error("Installing the benchmark's peers (once, about 900 MB) …");
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const readFloats = (path) => {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** A row's data as the file that contestants read; its path. */
export function writeData(data, folder) {
  const path = join(folder, "data");
  writeFileSync(path, Buffer.concat(Object.values(data).map((a) => Buffer.from(a.buffer))));
  return path;
}

/**
 * Lets a contestant prepare a row; null if it can't take part, and throws if its numbers are wrong. `does`: what it can; `far`: of
 * the outputs and each gradient, how far from float64; `note`: what it says of this row.
 */
export async function prepareContestant(contestant, row, folder, data, reference) {
  const outputs = join(folder, `${contestant.name}.outputs`);
  const gradients = join(folder, `${contestant.name}.gradients`);
  const reply = await contestant.ask({ do: "prepare", row, sizes: shapes(row), data, outputs, gradients });
  if (!reply.supported) return null;
  const far = { outputs: relativeDistance(readFloats(outputs), reference.outputs) };
  if (reply.trains) {
    const found = splitData(readFloats(gradients), reply.gradients);
    for (const [name, expected] of Object.entries(reference.gradients)) {
      far[`d${name}`] = found[name] ? relativeDistance(found[name], expected) : Infinity;
    }
  }
  const wrong = Object.entries(far).filter(([, distance]) => !(distance <= NEAR));
  if (wrong.length > 0) {
    const list = wrong.map(([name, distance]) => `${name} is off by ${distance.toExponential(1)}`).join(", ");
    throw new Error(`${contestant.name} computes other numbers: ${list}`);
  }
  return { contestant, does: reply.trains ? ["forward", "train"] : ["forward"], far, note: reply.note };
}

/** RESULTS.md has a part for each device, under its own heading: writes one, keeps the other. */
export function writeResults(heading, text) {
  const path = join(here, "RESULTS.md");
  const parts = existsSync(path) ? readFileSync(path, "utf8").split(/^(?=##? )/m) : [];
  const part = `${heading}\n\n${text}`;
  const at = parts.findIndex((old) => old.startsWith(`${heading}\n`));
  if (at >= 0) parts[at] = part;
  else parts.push(part);
  writeFileSync(path, parts.map((each) => each.trim()).join("\n\n") + "\n");
}

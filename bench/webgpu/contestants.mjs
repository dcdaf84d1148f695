// Who takes part on the GPU: one process each as on the CPU (../contestants.mjs), all on the same adapter. We do twice, once with each
// form of the recurrence. PyTorch where a Python is found that has it with CUDA.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startProcess, versionOf } from "../contestants.mjs";

const bench = fileURLToPath(new URL("..", import.meta.url));

/** In the order of columns. `label` is a column's heading. */
export const contestants = [
  { name: "stepped", label: "stepped", module: "./webgpu/ours.mjs", about: () => "this compiler, recurrences step by step: one to three dispatches a step" },
  { name: "persistent", label: "persistent", module: "./webgpu/ours.mjs", about: () => "this compiler, each recurrence as one dispatch, whatever the size; it chooses the faster of both by itself" },
  { name: "tfjs", label: "tfjs", module: "./webgpu/tfjs.mjs", about: () => `@tensorflow/tfjs-layers ${versionOf("@tensorflow/tfjs-layers")} on tfjs-backend-webgpu ${versionOf("@tensorflow/tfjs-backend-webgpu")}` },
  { name: "ort-web", label: "ort-web", module: "./webgpu/ort.mjs", about: () => `onnxruntime-web ${versionOf("onnxruntime-web")} on its WebGPU provider; inference only, and no kernel for elman (\`RNN\`), which it computes on the CPU` },
  { name: "cudnn", label: "cuDNN", module: null, about: (version) => `PyTorch ${version}, products in f32` },
];

export const isOurs = (name) => name === "stepped" || name === "persistent";

/** The adapter that contestants get, in a process that ends: `{ adapter, software, driver }`, or null with the reason on standard error. */
export function findAdapter() {
  const script = `const { hello } = await import(${JSON.stringify(new URL("./gpu.mjs", import.meta.url).href)}); console.log(JSON.stringify(hello())); process.exit(0);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  if (status === 0) return JSON.parse(stdout);
  console.error(stderr.trim());
  return null;
}

/**
 * Null where it can't take part here.
 * @param driver of Vulkan, where it isn't the system's.
 * @param pythons of which the first that has PyTorch with CUDA is taken.
 */
export function startContestant({ name, label, module }, { software, driver }, pythons) {
  const env = driver ? { ...process.env, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver } : process.env;
  if (module) return startProcess({ name, label }, process.execPath, [`${bench}worker.mjs`, module, name], env);
  const found = software ? undefined : pythons.find((path) => spawnSync(path, ["-c", "import torch, numpy, sys; sys.exit(not torch.cuda.is_available())"]).status === 0);
  return found ? startProcess({ name, label }, found, [`${bench}pytorch.py`, "cuda"], env) : null;
}

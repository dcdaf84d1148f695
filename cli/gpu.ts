// A GPU for models that the command line runs: Node has no WebGPU of its own, npm's package `webgpu` brings it, where somebody
// installed it. Also where measurements of recurrences are kept between runs.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { suitsGpu, UsageError, type CreateOptions, type Description } from "@rnnc/runtime";
import { Failure, messageOf } from "./failure.js";
import { reportNote } from "./report.js";

type MeasurementStore = NonNullable<NonNullable<CreateOptions["webgpu"]>["measurements"]>;

/**
 * Opens what a model is to run on; for `create`. `auto` is the GPU where the model has use for one, there is one, and it is a real one. Throws a Failure
 * where `webgpu` is asked for and its package is missing or doesn't load, or it finds no GPU (RNN631).
 */
export async function openDevice(device: NonNullable<CreateOptions["device"]>, description: Description): Promise<Pick<CreateOptions, "device" | "webgpu">> {
  if (device === "wasm" || (device === "auto" && !(suitsGpu(description) && mayHaveGpu()))) return { device: "wasm" };
  try {
    const { create } = await loadWebGpu();
    const { acquireDevice } = await import("@rnnc/runtime/webgpu");
    const { name, software } = await acquireDevice({ gpu: create([]), software: device === "webgpu" });
    if (software) reportNote(`the only GPU here is ${name}, which computes on the CPU: \`--device wasm\` is faster.`);
    return { device: "webgpu", webgpu: { measurements: measurementFile() } };
  } catch (error) {
    if (!(error instanceof Failure || error instanceof UsageError)) throw error;
    if (device === "auto") return { device: "wasm" };
    throw error instanceof Failure ? error : new Failure(error.message, { code: error.code, exitCode: 2, hint: "`--device wasm` needs no GPU." });
  }
}

/** Linux says so before a driver is loaded, which would complain where there is none; WSL has its own. */
function mayHaveGpu(): boolean {
  return process.platform !== "linux" || ["/dev/dri", "/dev/nvidia0", "/dev/dxg"].some((path) => existsSync(path));
}

interface WebGpuPackage {
  create(options: string[]): GPU;
}

/** Beside rnnc, or in the project that it is called in. */
async function loadWebGpu(): Promise<WebGpuPackage> {
  const places = ["webgpu", ...resolveHere("webgpu")];
  // Mesa's layer of Vulkan asks where the display is, and writes "error" to the terminal where there is none: on a server.
  if (process.platform === "linux") process.env["XDG_RUNTIME_DIR"] ||= tmpdir();
  for (const [i, place] of places.entries()) {
    try {
      return (await import(place)) as WebGpuPackage;
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
      if (!missing) throw new Failure(`npm's package webgpu doesn't load here: ${messageOf(error).split("\n")[0]}`, { exitCode: 1, hint: "`--device wasm` needs nothing else." });
      if (i === places.length - 1) break;
    }
  }
  throw new Failure("`--device webgpu` needs npm's package webgpu, and it is not installed here", { exitCode: 2, hint: "install it with `npm install webgpu`; `--device wasm` needs nothing else." });
}

function resolveHere(name: string): string[] {
  try {
    return [pathToFileURL(createRequire(join(process.cwd(), "here.js")).resolve(name)).href];
  } catch {
    return [];
  }
}

/** A file in the user's folder for caches. Where it can't be read or written, this run alone knows. */
function measurementFile(): MeasurementStore {
  const path = join(cacheFolder(), "rnnc", "webgpu.json");
  let known: Record<string, string> = {};
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof found === "object" && found !== null) known = Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === "string"));
  } catch {
    // Not there yet, or damaged: measured anew.
  }
  return {
    getItem: (key) => (Object.hasOwn(known, key) ? known[key] : null),
    setItem(key, value) {
      known[key] = value;
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(known, null, 1)}\n`);
        renameSync(`${path}.${process.pid}`, path);
      } catch {
        // A folder that can't be written: nothing is lost but time.
      }
    },
  };
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return XDG_CACHE_HOME || join(homedir(), ".cache");
}

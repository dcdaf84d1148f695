// tfjs-layers on its WASM backend, one thread.
import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { dirname } from "node:path";
import { createRequire } from "node:module";
import { prepareLayer } from "./tfjs-layers.mjs";

export { supports } from "./tfjs-layers.mjs";

let started;
function start() {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm")) + "/");
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setThreadsCount(1);
  return tf.setBackend("wasm");
}

export async function prepare(row, data) {
  if (!(await (started ??= start()))) throw new Error("the wasm backend did not start");
  return prepareLayer(row, data);
}

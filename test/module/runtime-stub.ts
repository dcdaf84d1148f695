// What a generated module imports, without the networks: `defineModel` hands back the device's loader, the moves are the runtime's own.
import type { WasmPrograms } from "../../runtime/device.js";

export { expand, first, last, placeFirst, placeLast, shift, shiftReverse, sumSteps } from "../../runtime/wasm/rows.js";

export function defineModel(definition: { readonly devices: { readonly wasm: () => Promise<WasmPrograms> } }): { readonly wasm: () => Promise<WasmPrograms> } {
  return { wasm: definition.devices.wasm };
}

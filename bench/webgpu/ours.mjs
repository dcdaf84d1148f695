// This compiler on its WebGPU kernels, recurrences as the process's second argument says: stepped or persistent.
import { counts, finish, hello } from "./gpu.mjs";
import { acquireDevice } from "@rnnc/runtime/webgpu";
import { openNetworks, trainingPrograms } from "../networks.mjs";

export { counts, finish, hello };
export const supports = () => true;

const recurrence = process.argv[3];

/** A batch whose data lie on the GPU, as the peers' do. */
function place(device, { data, ...batch }) {
  const buffers = Object.entries(data).map(([name, values]) => {
    const buffer = device.createBuffer({ size: values.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(buffer, 0, values);
    return [name, { buffer, offset: 0, length: values.length }];
  });
  return { ...batch, data: Object.fromEntries(buffers) };
}

export async function prepare(row, data) {
  const networks = await openNetworks(row, data, { device: "webgpu", webgpu: { recurrence } });
  const { device } = await acquireDevice();
  const { inference, training } = networks;
  const seen = place(device, networks.seen);
  const learned = place(device, networks.learned);
  const placeFor = (length) => ({ buffer: device.createBuffer({ size: length * 4, usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST }), offset: 0, length });
  const outputs = { "output.y": placeFor(row.T * row.B * row.H) };
  const loss = { loss: placeFor(1) };
  await inference.warm(["predict"]);
  await training.warm(trainingPrograms);
  return {
    ...networks,
    forward: () => inference.enqueue(["predict"], seen, outputs),
    train: () => training.enqueue(trainingPrograms, learned, loss),
    dispose() {
      networks.dispose();
      for (const { buffer } of [...Object.values(seen.data), ...Object.values(learned.data), ...Object.values(outputs), ...Object.values(loss)]) buffer.destroy();
    },
  };
}

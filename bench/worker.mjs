// One contestant in a process of its own: `node worker.mjs ./tfjs.mjs`. Answers each line of JSON on standard input
// with one on standard output:
//   {do: "hello"}                                        {version}: of the engine; and what the contestant says of itself
//   {do: "prepare", row, sizes, data, outputs, gradients}  computes once, writes f32 files; {supported, trains, gradients: sizes, note?}
//   {do: "time", what: "forward" | "train", slice}       runs for at least `slice` ms and at least once; {wall, cpu}: ms of one
//                                                        run, by the clock and of the processor
//   {do: "count", what}                                  what a run does that is not the first: numbers by name
// A contestant's module exports supports(row) and prepare(row, data), which gives
//   forward(), outputs(): [T, B, H], and, if it trains, train(), gradients(): {x, W, U, b, c?}; perhaps dispose(), note,
// and warm: outputs() and gradients() run just what forward() and train() do, so that these are not the first to.
// One that computes elsewhere also exports finish(), which waits until what its runs have asked for is done: runs then follow one
// another without waiting. One whose work can be counted exports counts(). One with something to say when it starts exports hello().
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { splitData } from "./rows.mjs";

// Libraries may print: their lines must not be taken for answers.
const say = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const readFloats = (path) => {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};
const writeFloats = (path, ...arrays) => writeFileSync(path, Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))));

let contestant;
let current;

async function answer(request) {
  if (request.do === "hello") {
    contestant = await import(process.argv[2]);
    return { version: process.version, ...(await contestant.hello?.()) };
  }
  if (request.do === "prepare") {
    await current?.dispose?.();
    current = undefined;
    if (!contestant.supports(request.row)) return { supported: false };
    current = await contestant.prepare(request.row, splitData(readFloats(request.data), request.sizes));
    writeFloats(request.outputs, await current.outputs());
    const { note } = current;
    if (!current.train) return { supported: true, trains: false, gradients: {}, note };
    const gradients = await current.gradients();
    writeFloats(request.gradients, ...Object.values(gradients));
    return { supported: true, trains: true, gradients: Object.fromEntries(Object.entries(gradients).map(([name, a]) => [name, a.length])), note };
  }
  const run = current[request.what];
  if (request.do === "count") {
    if (!current.warm) await run();
    await contestant.finish();
    const before = contestant.counts();
    await run();
    await contestant.finish();
    const after = contestant.counts();
    return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name]]));
  }
  return contestant.finish ? timeQueued(run, request.slice) : time(run, request.slice);
}

/** Runs one after another until `slice` ms are over. */
async function time(run, slice) {
  const started = performance.now();
  const busy = process.cpuUsage();
  for (let count = 1; ; count++) {
    const promise = run();
    if (promise) await promise;
    const took = performance.now() - started;
    if (took < slice) continue;
    const { user, system } = process.cpuUsage(busy);
    return { wall: took / count, cpu: (user + system) / 1000 / count };
  }
}

/** Twice as many runs each time, waited for together, until they take `slice` ms: waiting after each would measure the way there and back. */
async function timeQueued(run, slice) {
  for (let count = 1; ; count *= 2) {
    const started = performance.now();
    const busy = process.cpuUsage();
    for (let i = 0; i < count; i++) {
      const promise = run();
      if (promise) await promise;
    }
    await contestant.finish();
    const took = performance.now() - started;
    if (took < slice) continue;
    const { user, system } = process.cpuUsage(busy);
    return { wall: took / count, cpu: (user + system) / 1000 / count };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await answer(JSON.parse(line));
  } catch (error) {
    reply = { error: String(error?.stack ?? error) };
  }
  say(JSON.stringify(reply) + "\n");
}
process.exit(0);

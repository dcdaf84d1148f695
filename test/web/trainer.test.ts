// What the page's worker does, without a page: requests that come at bad moments, devices that can't be had, and texts cut into parts.
import { afterEach, describe, expect, test } from "vitest";
import { fitToTime } from "../../cli/reading-time.js";
import { char_lm } from "../../generated/char_lm/index.js";
import type { Event, Plan, Request } from "../../web/page/messages.js";
import { cutText, holdOut } from "../../web/page/text.js";
import { Trainer } from "../../web/page/trainer.js";

const text = "The sea is calm tonight. The tide is full, the moon lies fair.\nUpon the straits the light gleams and is gone.\n".repeat(300);
const plan: Plan = { text, opening: "\n", seconds: 3600, batch: 4, steps: 16 };

/** Seconds: it soon knows its speed, and reports after every update. */
const pace = { measured: 0.1, report: 1e-9 };

type Kind = Event["kind"];
type Of<K extends Kind> = Extract<Event, { readonly kind: K }>;

/** A trainer with what it said so far, and what it says next. */
function createTrainer() {
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  const trainer = new Trainer((event) => {
    events.push(event);
    for (const look of waiting) look();
  }, pace);
  let seen = 0;
  /** The next event of a kind that is as wanted, after the last that was waited for. */
  const next = <K extends Kind>(kind: K, wanted: (event: Of<K>) => boolean = () => true): Promise<Of<K>> =>
    new Promise((resolve) => {
      const look = (): void => {
        for (; seen < events.length; ) {
          const event = events[seen++]!;
          if (event.kind === kind && wanted(event as Of<K>)) {
            waiting.delete(look);
            return resolve(event as Of<K>);
          }
        }
      };
      waiting.add(look);
      look();
    });
  return { events, next, say: (request: Request) => trainer.handle(request), phase: (phase: string) => next("phase", (event) => event.phase === phase) };
}

describe("the trainer", () => {
  let made: ReturnType<typeof createTrainer>;
  afterEach(() => made?.say({ kind: "stop" }));

  test("stops while it measures, with nothing begun; a second start takes the place of the first", async () => {
    made = createTrainer();
    made.say({ kind: "start", device: "wasm", plan });
    await made.phase("measuring");
    made.say({ kind: "stop" });
    await made.phase("idle");
    expect(made.events.some(({ kind }) => kind === "plan" || kind === "losses")).toBe(false);

    made.say({ kind: "start", device: "wasm", plan });
    await made.phase("measuring");
    made.say({ kind: "start", device: "wasm", plan: { ...plan, text: text.slice(0, 6000) } });
    const { characters, held } = await made.next("plan");
    expect(characters + held).toBe(6000);
    await made.next("losses");
    expect(made.events.filter(({ kind }) => kind === "plan")).toHaveLength(1);
  });

  test("writes between two updates; a second prompt takes the place of the first", async () => {
    made = createTrainer();
    made.say({ kind: "start", device: "wasm", plan });
    await made.next("losses");
    made.say({ kind: "write", id: 1, prompt: "The sea ", temperature: 0.5 });
    const first = await made.next("written");
    made.say({ kind: "write", id: 2, prompt: "", temperature: 0.5 });
    const last = await made.next("written", ({ done }) => done);
    expect(last.id).toBe(2);
    // Unless the first was done before the second came.
    expect(made.events.some((event) => event.kind === "written" && event.id === 1 && event.done)).toBe(first.done);
    const written = made.events.flatMap((event) => (event.kind === "written" && event.id === 2 ? [event.text] : [])).join("");
    expect(written).toHaveLength(400);
    await made.next("losses"); // and training goes on
  });

  test("a device that can't be had: says why; in the middle of a training that one stays, and goes on", async () => {
    made = createTrainer();
    made.say({ kind: "start", device: "webgpu", plan });
    expect(await made.next("failed")).toMatchObject({ lost: false, resumable: false, message: expect.stringMatching(/^Node has no WebGPU of its own/) as string });

    made.say({ kind: "start", device: "wasm", plan });
    await made.next("losses");
    made.say({ kind: "continue", device: "webgpu" });
    expect(await made.next("failed")).toMatchObject({ lost: false, resumable: true });
    const { read } = made.events.findLast((event) => event.kind === "progress")!;
    made.say({ kind: "continue", device: "wasm" });
    const after = await made.next("progress");
    expect(after.read).toBeGreaterThan(read);
  });

  test("is paused and goes on as if it had not been: the same losses, bit for bit", async () => {
    /** All that it says of a training from its beginning to its end, stopped and continued some times. */
    const train = async (pauses: number): Promise<{ readonly losses: readonly (readonly [at: number, loss: number])[]; readonly last: Of<"held"> }> => {
      made = createTrainer();
      // No time: the text is read once, whatever the speed.
      made.say({ kind: "start", device: "wasm", plan: { ...plan, seconds: 1e-6, text: text.slice(0, 15_000) } });
      for (let i = 0; i < pauses; i++) {
        await made.next("progress");
        made.say({ kind: "stop" });
        await made.phase("stopped");
        made.say({ kind: "continue", device: "wasm" });
      }
      await made.phase("done");
      return { losses: made.events.flatMap((event) => (event.kind === "losses" ? Array.from(event.at, (at, i) => [at, event.losses[i]!] as const) : [])), last: made.events.findLast((event) => event.kind === "held")! };
    };
    const [straight, paused] = [await train(0), await train(2)];
    expect(straight.losses.length).toBeGreaterThan(100);
    expect(paused).toEqual(straight);
    expect(straight.last.loss).toBeLessThan(4);
  });

  test("gives a checkpoint whenever there is a model", async () => {
    made = createTrainer();
    made.say({ kind: "save" });
    expect(await made.next("refused")).toEqual({ kind: "refused", request: "save", message: "Nothing was trained yet." });
    made.say({ kind: "start", device: "wasm", plan });
    await made.next("losses");
    made.say({ kind: "save" });
    const { bytes } = await made.next("saved");
    const model = await char_lm.create({ device: "wasm", weights: bytes });
    expect(model.progress!.position.update).toBeGreaterThan(0);
    model.dispose();
  });
});

describe("texts", () => {
  const loneSurrogate = /\p{Surrogate}/u;

  test("are never cut inside a character", () => {
    const emoji = "a🙂b🙂".repeat(50);
    for (let length = 0; length <= 20; length++) expect(cutText(emoji, length).match(loneSurrogate)).toBe(null);
    expect(cutText("🙂🙂", 4)).toBe("🙂🙂");
    expect(cutText("🙂🙂", 3)).toBe("🙂");
    const { training, held } = holdOut(emoji, 40);
    expect([...training, ...held].every((part) => !loneSurrogate.test(part))).toBe(true);
    expect(training.map((part, i) => part + held[i]!).join("")).toBe(emoji);
  });

  test("what is held out comes from all parts of a text, and is as much as asked", () => {
    const { training, held } = holdOut("x".repeat(10_000), 800);
    expect(held.map((part) => part.length)).toEqual(Array(8).fill(100));
    expect(training.join("").length + 800).toBe(10_000);
  });

  test("are read as often, and as far, as there is time for", () => {
    const limits = { characters: 50_000, epochs: 4 };
    expect(fitToTime(1_000_000, 300_000, limits)).toEqual({ characters: 300_000, epochs: 1 });
    expect(fitToTime(1_000_000, 2_500_000, limits)).toEqual({ characters: 1_000_000, epochs: 2 });
    expect(fitToTime(1_000_000, 9e9, limits)).toEqual({ characters: 1_000_000, epochs: 4 });
    expect(fitToTime(1_000_000, 10, limits)).toEqual({ characters: 50_000, epochs: 1 });
    expect(fitToTime(3_000, 10, limits)).toEqual({ characters: 3_000, epochs: 1 });
  });
});

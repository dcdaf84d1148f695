// How loops of a GPU program are chosen to run: by trials, here with times that are made up, and kept.
import { afterEach, describe, expect, it, vi } from "vitest";
import { Recurrences, type Trial } from "../../runtime/webgpu/recurrences.js";
import type { MeasurementStore } from "../../runtime/webgpu/store.js";

const storeOf = (kept: Map<string, string>): MeasurementStore => ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) });
const create = (kept = new Map<string, string>(), recurrence: "auto" | "stepped" | "persistent" = "auto", code = "v1") => new Recurrences(recurrence, storeOf(kept), "gpu net", () => code);
const loops = [
  { name: "fast", both: true },
  { name: "slow", both: true },
  { name: "only", both: false },
];

/** 100 steps a loop: step by step each takes 10 ms; together `fast` takes 2 and `slow` 30, `only` always 40. What runs together is noted, with its steps a dispatch and how often. */
function trialOf(tried: string[]): Trial {
  const together: Record<string, number> = { fast: 2, slow: 30, only: 40 };
  return async (choices, times) => {
    const run = loops.map(({ name, both }) => ({ name, together: !both || choices.together(name) }));
    for (const { name } of run.filter(({ name, together: isTogether }) => isTogether && name !== "only")) tried.push(`${name} ${choices.stepsAtOnce(name)} x${times}`);
    return { time: run.reduce((sum, { name, together: isTogether }) => sum + (isTogether ? together[name]! : 10), 0), steps: new Map(run.filter(({ together: t }) => t).map(({ name }) => [name, 100])) };
  };
}

describe("recurrences", () => {
  it("runs each loop as is faster, for sizes of one power of two; few steps at first, then as many as take a fraction of 100 ms", async () => {
    const kept = new Map<string, string>();
    const found = create(kept);
    const tried: string[] = [];
    expect([found.find("fast", 5), found.together("fast", 5), found.stepsAtOnce("fast", 5)]).toEqual([null, true, 512]);
    await found.measure(loops, 5, trialOf(tried));
    expect(loops.map(({ name }) => found.together(name, 5))).toEqual([true, false, true]);
    expect(tried).toEqual(["fast 8 x1", "fast 48 x1", "fast 48 x1", "slow 8 x1", "slow 31 x1", "slow 31 x1"]);
    expect(found.stepsAtOnce("only", 8)).toBe(41);
    expect([8, 9, 4].map((size) => found.find("fast", size) !== null)).toEqual([true, false, false]);
    // Another session has it too; not for another kernel.
    expect(create(kept).find("slow", 7)).toEqual({ together: false, stepsAtOnce: 31 });
    expect(create(kept, "auto", "v2").find("slow", 7)).toBeNull();
    expect([create(kept, "stepped").together("fast", 5), create(kept, "persistent").together("slow", 5)]).toEqual([false, true]);
  });

  it("repeats what is short, so that a submission's own time doesn't count", async () => {
    const tried: number[] = [];
    await create().measure([{ name: "loop", both: true }], 1, async (choices, times) => {
      if (choices.together("loop")) tried.push(times);
      return { time: 0.5, steps: new Map([["loop", 10]]) };
    });
    expect(tried).toEqual([1, 16, 16]);
  });

  it("does without a store, and with one that holds something else", async () => {
    const broken: MeasurementStore = {
      getItem: () => "nonsense",
      setItem: () => {
        throw new Error("full");
      },
    };
    const found = new Recurrences("auto", broken, "gpu net", () => "");
    expect(found.find("fast", 1)).toBeNull();
    found.keep("fast", 1, { together: false, stepsAtOnce: 3 });
    expect(found.find("fast", 1)).toEqual({ together: false, stepsAtOnce: 3 });
  });
});

describe("the store", () => {
  afterEach(() => vi.unstubAllGlobals());

  /** A page that was just loaded. */
  async function visit(open?: () => unknown): Promise<MeasurementStore> {
    vi.resetModules();
    if (open) vi.stubGlobal("indexedDB", { open });
    const { openStore } = await import("../../runtime/webgpu/store.js");
    return openStore();
  }

  const blocked: Record<string, (() => unknown) | undefined> = {
    "is none": undefined,
    "is blocked": () => {
      throw new DOMException("blocked", "SecurityError");
    },
    "fails to open": () => {
      const request = { error: new DOMException("private", "InvalidStateError"), onerror: () => {} };
      setTimeout(() => request.onerror());
      return request;
    },
    "never answers": () => ({}),
  };
  it.each(Object.entries(blocked))("is memory where a database %s", async (_, open) => {
    const store = await visit(open);
    store.setItem("a", "together 3");
    expect([store.getItem("a"), store.getItem("b")]).toEqual(["together 3", null]);
  });
});

// Beam search against all sequences there are, on tables of probabilities small enough to list them.
import { expect, test } from "vitest";
import { beamSearch, type BeamSettings, type Hypothesis, type StepMany, type Stepped } from "../../runtime/generation/beam.js";
import { key, uniform } from "../../runtime/random.js";
import { randomSeed } from "./train-support.js";

const V = 4;
const BOUNDARY = 3;

/** A language in which what comes next depends on everything before. A state is what was read. */
function language(seed: number): { start: Stepped<readonly number[]>; step: StepMany<readonly number[]>; steps: () => number; nextOf(symbols: readonly number[]): Float32Array } {
  let steps = 0;
  const nextOf = (symbols: readonly number[]): Float32Array => {
    const weights = Array.from({ length: V }, (_, v) => uniform(key(seed, ...symbols), v, symbols.length, 0) ** 3 + 1e-3);
    const sum = weights.reduce((a, b) => a + b, 0);
    return Float32Array.from(weights, (weight) => weight / sum);
  };
  const stepped = (state: readonly number[]): Stepped<readonly number[]> => ({ state, probabilities: nextOf(state) });
  return {
    start: stepped([]),
    step: async (rows) => (steps++, rows.map(({ state, symbol }) => stepped([...state, symbol]))),
    steps: () => steps,
    nextOf,
  };
}

const settings: BeamSettings = { beam: 3, length: 4, lengthPenalty: 1, count: 3, boundary: BOUNDARY, allowed: [1, 2, 3] };

/** Every sequence, best first. */
function listAll({ nextOf }: ReturnType<typeof language>, { length, lengthPenalty, boundary, allowed }: BeamSettings): Hypothesis[] {
  const found: Hypothesis[] = [];
  const visit = (symbols: readonly number[], logProbability: number): void => {
    if (symbols.length === length) return void found.push({ symbols, logProbability, score: logProbability / length ** lengthPenalty, ended: false });
    const next = nextOf(symbols);
    for (const symbol of Array.from(allowed)) {
      const p = logProbability + Math.log(next[symbol]);
      if (symbol === boundary) found.push({ symbols, logProbability: p, score: p / (symbols.length + 1) ** lengthPenalty, ended: true });
      else visit([...symbols, symbol], p);
    }
  };
  visit([], 0);
  return found.sort((a, b) => b.score - a.score);
}

test("a beam that holds all prefixes finds the best of all sequences", async () => {
  const seed = randomSeed();
  for (let i = 0; i < 20; i++) {
    for (const lengthPenalty of [0, 0.6, 1]) {
      const spoken = language(key(seed, i));
      const wide = { ...settings, beam: 1000, count: 5, lengthPenalty };
      const [found] = await beamSearch([spoken.start], spoken.step, wide);
      const best = listAll(spoken, wide).slice(0, 5);
      expect(found.map(({ symbols, ended }) => ({ symbols, ended }))).toEqual(best.map(({ symbols, ended }) => ({ symbols, ended })));
      found.forEach(({ score, logProbability }, n) => {
        expect(score).toBeCloseTo(best[n].score, 10);
        expect(logProbability).toBeCloseTo(best[n].logProbability, 10);
      });
    }
  }
});

test("a beam of one is greedy; a wider one is never worse by its own measure where nothing ends", async () => {
  const seed = randomSeed();
  for (let i = 0; i < 20; i++) {
    const spoken = language(key(seed, i));
    const greedy: number[] = [];
    for (let ended = false; greedy.length < settings.length && !ended; ) {
      const next = spoken.nextOf(greedy);
      const most = [1, 2, 3].reduce((a, b) => (next[b] > next[a] ? b : a));
      ended = most === BOUNDARY;
      if (!ended) greedy.push(most);
    }
    const [[one]] = await beamSearch([spoken.start], spoken.step, { ...settings, beam: 1, count: 1 });
    expect(one.symbols).toEqual(greedy);
    const endless = { ...settings, boundary: null, allowed: [0, 1, 2, 3], length: 2, count: 1 };
    const [[narrow]] = await beamSearch([spoken.start], spoken.step, { ...endless, beam: 1 });
    const [[wide]] = await beamSearch([spoken.start], spoken.step, { ...endless, beam: 4 });
    expect(wide.score).toBeGreaterThanOrEqual(narrow.score);
    expect(wide).toMatchObject({ ended: false });
  }
});

test("what may not be said is not said; sequences beside each other are as by themselves", async () => {
  const seed = randomSeed();
  const languages = [1, 2, 3].map((i) => language(key(seed, i)));
  const stepMany: StepMany<{ of: number; read: readonly number[] }> = async (rows) =>
    rows.map(({ state, symbol }) => {
      const read = [...state.read, symbol];
      return { state: { of: state.of, read }, probabilities: languages[state.of].nextOf(read) };
    });
  const starts = languages.map(({ start }, of) => ({ state: { of, read: start.state }, probabilities: start.probabilities }));
  const together = await beamSearch(starts, stepMany, settings);
  for (const [of, spoken] of languages.entries()) {
    expect(together[of]).toEqual((await beamSearch([spoken.start], spoken.step, settings))[0]);
    expect(together[of].flatMap(({ symbols }) => symbols)).not.toContain(0);
  }
});

test("the search ends when nothing better can come, and at `length`", async () => {
  const sure: Stepped<number> = { state: 0, probabilities: Float32Array.of(0.004, 0.003, 0.003, 0.99) };
  let steps = 0;
  const step: StepMany<number> = async (rows) => (steps++, rows.map(() => sure));
  const [[best]] = await beamSearch([sure], step, { ...settings, length: 100, count: 1, lengthPenalty: 0 });
  expect(best).toMatchObject({ symbols: [], ended: true });
  expect(best.logProbability).toBeCloseTo(Math.log(0.99), 6);
  expect(steps).toBe(1);
  const [none] = await beamSearch([sure], step, { ...settings, length: 0, count: 1 });
  expect(none).toEqual([{ symbols: [], logProbability: 0, score: 0, ended: false }]);
  const never: Stepped<number> = { state: 0, probabilities: Float32Array.of(0, 0, 0, 0) };
  const [[some]] = await beamSearch([never], async (rows) => rows.map(() => never), { ...settings, length: 2 });
  expect(Number.isFinite(some.score)).toBe(true);
});

// Which models can run one step at a time, and what is said of the others. That a stream says what the whole sequence
// says is asserted of every random model in cells.test.ts.
import { describe, expect, test } from "vitest";
import { compileStages } from "./support/stages.js";

const reasonOf = (lines: string): string | null => reasonOfModel(`input x: real[T, 3]  input v: real[2]  stack h from x { lstm(4) }  ${lines}`);
const reasonOfModel = (lines: string): string | null => {
  const { description, programs } = compileStages(`cell two(H) { input x: [D]  input z: [E]  state h: [H]  output h  param W: [H, D]  param V: [H, E]  h = tanh(W @ x + V @ z + 0.5 * h[t-1]) }\nmodel m { ${lines} }`);
  expect(description.streamable).toBe(description.whyNotStreamable === null);
  expect(description.stepping !== null).toBe(description.streamable);
  expect(programs.some((program) => program.name === "step")).toBe(description.streamable);
  return description.whyNotStreamable;
};

test.each([
  ["a head at every step", "head y[t]: real from h"],
  ["the last step, which is the present one", "head y: real from last(h)"],
  ["a stack on the last step", "stack e from last(h) { dense(2, tanh) }  head y: real from e ++ v"],
  ["a vector beside the sequence", "stack e from h ++ v { two(3, z = v) }  head y[t]: real from e"],
  ["the step before", "stack e from h[t-1] ++ x[t-1] { gru(3) }  head y[t]: real from e"],
])("streams: %s", (_, lines) => expect(reasonOf(lines)).toBeNull());

test.each([
  ["stack e from x init last(h) { lstm(4) }  head y[t]: real from e", "the stack e starts from the end of a sequence"],
  ["stack e from x init final(h) { lstm(4) }  head y[t]: real from e", "the stack e starts from the end of a sequence"],
  ["head y: real from mean(h)", "it takes the mean of a whole sequence"],
  ["head y: real from first(h) ++ v", "it takes the first of a whole sequence"],
  ["stack e from h { gru(3)  max }  head y: real from e", "the layer e.2 takes the max of a whole sequence"],
  ["stack e from x { two(3, z = max(h)) }  head y[t]: real from e", "it takes the max of a whole sequence"],
  ["stack e from x ++ last(h) { gru(3) }  head y[t]: real from e", "it reads the end of a sequence at its every step"],
  ["stack e from x { two(3, z = last(h)) }  head y[t]: real from e", "it reads the end of a sequence at its every step"],
  ["stack e from last(h) { dense(2) }  stack f from x { two(3, z = e) }  head y[t]: real from f", "it reads the end of a sequence at its every step"],
  ["stack e from last(h) { dense(2) }  head y[t]: real from x ++ e", "it reads the end of a sequence at its every step"],
])("doesn't stream: %s", (lines, reason) => expect(reasonOf(lines)).toBe(reason));

describe("two time axes", () => {
  const two = "input s: words[S] of 9  input u: words[T] of 9  stack e from s { embed(3)  bidirectional lstm(2)  window(2, ahead = 1) }";
  const decoder = "stack d from u[t-1] { embed(3)  gru(4) }";
  test.each([
    ["whatever the source is read by", `${two}  stack d from u[t-1] init max(e) { embed(3)  gru(4) }  head u[t] from d`],
    ["a label of each word of the source as well", `${two}  ${decoder}  head u[t] from d  head tag[t]: class(3) from e`],
    ["the end of what is predicted", `${two}  ${decoder}  head u[t] from d  head y: real from last(d) ++ mean(e)`],
  ])("streams: %s", (_, lines) => expect(reasonOfModel(lines)).toBeNull());

  test.each([
    [`${two}  stack d from u { embed(3)  gru(4) }  head y: real from last(d) ++ last(e)`, "it has more than one time axis (S, T) and predicts the steps of none"],
    [`input s: words[S] of 9  input u: words[T] of 9  stack e from s[t-1] { embed(3)  gru(4) }  ${decoder}  head s[t] from e  head u[t] from d`, "it predicts steps of more than one time axis (S, T)"],
    [`${two}  ${decoder}  stack f from e ++ last(d) { gru(3) }  head u[t] from d  head y[t]: real from f`, "the stack f has the steps of S, but knows what comes of those of T"],
    [`${two}  ${decoder}  head u[t] from d  head y: real from mean(d)`, "it takes the mean of a whole sequence"],
  ])("doesn't stream: %s", (lines, reason) => expect(reasonOfModel(lines)).toBe(reason));
});

// Numbers as people read them, in the terminal and on the page. What stands at the edge of two forms is of one of them, whole.
import { describe, expect, it } from "vitest";
import { bytes, clock, compact, count, duration, figure, plural, rounded } from "../../cli/numbers.js";

/** Each number with what is shown for it. */
function shows(form: (n: number) => string, pairs: readonly (readonly [number, string])[]): void {
  expect(pairs.map(([n]) => [n, form(n)])).toEqual(pairs);
}

describe("numbers are shown as people read them", () => {
  it("counts are whole", () => shows(count, [[0, "0"], [999.6, "1,000"], [142_592, "142,592"], [1e9, "1,000,000,000"]]));
  it("with a noun", () => shows((n) => plural(n, "epoch"), [[0, "0 epochs"], [1, "1 epoch"], [0.1 + 0.2, "0.3 epochs"], [1200, "1,200 epochs"]]));
  it("a noun's own plural", () => expect(plural(2, "entry", "entries")).toBe("2 entries"));
  it("three digits of what changes all the time", () => shows(rounded, [[7.4, "7"], [999.7, "1,000"], [11_893, "11,900"], [1_234_567, "1,230,000"]]));
  it("in little room", () => shows(compact, [[3.4, "3"], [999.4, "999"], [999.7, "1 k"], [12_345, "12.3 k"], [999_700, "1 M"], [1_234_567, "1.23 M"]]));
  it("four digits of what is measured", () =>
    shows(figure, [[0, "0"], [1.69372, "1.694"], [-0.5, "-0.5"], [0.00123456, "0.001235"], [3.14159e-7, "3.14e-7"], [999.94, "999.9"], [999.96, "1,000"], [1234.5, "1,235"], [2.5e9, "2.50e9"], [NaN, "NaN"], [Infinity, "Infinity"]]));
  it("bytes", () => shows(bytes, [[512, "512 B"], [1_400_000, "1.4 MB"], [999_999, "1 MB"], [64_000_001, "64 MB"]]));
});

describe("seconds are told", () => {
  it("in a sentence", () =>
    shows(duration, [[-1, "0 s"], [0.04, "0 s"], [0.42, "0.4 s"], [0.96, "1 s"], [42.4, "42 s"], [59.6, "1 min 00 s"], [185, "3 min 05 s"], [3599.6, "1 h 00 min"], [7800, "2 h 10 min"], [360_000, "100 h 00 min"], [Infinity, "?"]]));
  it("by a clock", () => shows(clock, [[-1, "0:00"], [7.4, "0:07"], [59.6, "1:00"], [751, "12:31"], [3730, "1:02:10"]]));
});

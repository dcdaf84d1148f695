// Files of the time series classification archives (`.ts`, www.timeseriesclassification.com): a header of `@` lines, then a
// recording a line: dimensions split by `:`, values by `,`, the label last. A table with the columns `x` and `label`.
import { Failure } from "../failure.js";
import { plural } from "../numbers.js";
import type { DataFile } from "./bytes.js";
import { isNumber, quote, readLines, takeSample, type Naming, type RawRow, type Table } from "./tables.js";

interface Header {
  readonly dimensions: number | null;
  readonly labelled: boolean;
  /** Names of the classes, where the header lists them. */
  readonly classes: readonly string[] | null;
}

/** Opens a `.ts` file. `x` is [T][D]. Values missing at the end of all dimensions (`?`, `NaN`) are padding, left out and counted in a note. */
export async function openRecordings(file: DataFile, { constants, note }: Naming): Promise<Table> {
  let padded = 0;
  async function* records(): AsyncGenerator<RawRow> {
    const settings = new Map<string, string>();
    let header: Header | null = null;
    let width: number | null = null;
    for await (const { line, text } of readLines(file)) {
      const where = { file: file.name, line };
      if (text.trim() === "" || text.startsWith("#")) continue;
      if (header === null && text.startsWith("@")) {
        const [key, ...rest] = text.slice(1).trim().split(/\s+/);
        if (key.toLowerCase() === "data") header = readHeader(settings, where);
        else settings.set(key.toLowerCase(), rest.join(" "));
        continue;
      }
      if (header === null) throw new Failure("a recording stands here before the line `@data`", { where, hint: "a .ts file of recordings has a header of lines like `@classLabel true a b`, ended by `@data`." });
      const fields = text.split(":");
      const label = header.labelled ? fields.pop()?.trim() : undefined;
      width ??= header.dimensions ?? fields.length;
      if (fields.length !== width) throw new Failure(`${plural(fields.length, "dimension")} where ${width} ${width === 1 ? "was" : "were"} expected${header.labelled ? ", and the label" : ""}`, { where, hint: "dimensions are split by `:`." });
      if (label !== undefined && header.classes !== null && !header.classes.includes(label)) throw new Failure(`${quote(label)} is none of the labels of the header`, { where: { ...where, column: "label" }, hint: `they are ${header.classes.slice(0, 12).join(", ")}.` });
      const { steps, left } = readSteps(fields, where);
      if (left > 0) padded++;
      yield { line, cells: label === undefined ? [steps] : [steps, label] };
    }
    if (header === null) throw new Failure("there is no line `@data` in this file", { where: { file: file.name } });
    if (padded > 0) note(`${file.name}: missing values at the end of ${plural(padded, "recording")} are taken for padding and left out.`);
  }
  const { sample, rows } = await takeSample(records());
  if (sample.length === 0) throw new Failure("this file has a header and no recordings", { where: { file: file.name } });
  const labelled = sample[0].cells.length > 1;
  return { file: file.name, format: "ts", columns: labelled ? ["x", "label"] : ["x"], named: "format", constants, custom: { number: "x", ...(labelled ? { label: "label" } : {}) }, sample, rows };
}

function readHeader(settings: ReadonlyMap<string, string>, where: { file: string; line: number }): Header {
  const isTrue = (key: string): boolean => /^true\b/i.test(settings.get(key) ?? "");
  if (isTrue("timestamps")) throw new Failure("recordings with time stamps are not read: `@timeStamps true`", { where: { file: where.file }, hint: "save them with values alone, at equal intervals." });
  const given = settings.get("dimensions") ?? settings.get("dimension");
  const dimensions = given === undefined ? (isTrue("univariate") ? 1 : null) : Number(given);
  if (dimensions !== null && (!Number.isInteger(dimensions) || dimensions < 1)) throw new Failure(`\`@dimensions ${given}\` is no number of dimensions`, { where: { file: where.file } });
  const classes = isTrue("classlabel") ? (settings.get("classlabel") ?? "").split(/\s+/).slice(1) : [];
  return { dimensions, labelled: isTrue("classlabel") || isTrue("targetlabel"), classes: classes.length === 0 ? null : classes };
}

/** A line's dimensions as steps, without what is missing at the end of all. */
function readSteps(fields: readonly string[], where: { file: string; line: number }): { steps: number[][]; left: number } {
  const isMissing = (value: string): boolean => value === "?" || /^nan$/i.test(value);
  const dimensions = fields.map((field) => (field.trim() === "" ? [] : field.split(",").map((value) => value.trim())));
  const [first] = dimensions;
  dimensions.forEach((dimension, d) => {
    if (dimension.length !== first.length) throw new Failure(`dimension ${d + 1} has ${plural(dimension.length, "value")} where dimension 1 has ${first.length}`, { where: { ...where, column: "x" }, hint: "all dimensions of a recording have the same steps." });
  });
  let length = first.length;
  while (length > 0 && dimensions.every((dimension) => isMissing(dimension[length - 1]))) length--;
  const steps = Array.from({ length }, (_, t) =>
    dimensions.map((dimension, d) => {
      const value = dimension[t];
      if (isNumber(value) && Number.isFinite(Math.fround(Number(value)))) return Number(value);
      const place = { where: { ...where, column: "x" } };
      if (isMissing(value)) throw new Failure(`the value of step ${t + 1} of dimension ${d + 1} is missing (${quote(value)})`, { ...place, hint: "fill the value in, or leave the recording out." });
      throw new Failure(`step ${t + 1} of dimension ${d + 1} is ${quote(value)}, which is not a number${isNumber(value) ? " of 32 bits" : ""}`, place);
    }),
  );
  return { steps, left: first.length - length };
}

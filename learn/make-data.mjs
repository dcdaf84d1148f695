// Writes data that are calculated (synthetic.mjs), for trainings and for trying things out.
//   node learn/make-data.mjs anbncn --out anbncn.jsonl                         n = 1 … 10; --least 11 --most 15 for a test
//   node learn/make-data.mjs adding --out adding.jsonl.gz --count 10000        sequences of --steps 100
//   node learn/make-data.mjs sine --out sine.csv --steps 2000                  one series
// --seed N draws other numbers (default 1; anbncn draws none). A name that ends in .gz is gzipped; `--out -` prints.
import { renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

import { adding, anbncn, noisySine, toJsonLines, toSeries } from "./synthetic.mjs";

const makers = {
  anbncn: { defaults: { least: 1, most: 10 }, make: (options) => toJsonLines(anbncn(options)) },
  adding: { defaults: { count: 5000, steps: 100 }, make: (options) => toJsonLines(adding(options)) },
  sine: { defaults: { steps: 2000 }, make: ({ steps, seed }) => toSeries(noisySine(steps, seed)) },
};

/** What was asked for. Throws an Error that says what can't be. */
function readOptions() {
  const value = { type: "string" };
  const { values, positionals } = parseArgs({ options: { out: value, seed: value, count: value, steps: value, least: value, most: value }, allowPositionals: true });
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0 || !Object.hasOwn(makers, name)) throw new Error(`One name is expected: ${Object.keys(makers).join(", ")}.`);
  const { out, ...numbers } = values;
  if (out === undefined) throw new Error("--out is missing: where the data go.");
  const { defaults, make } = makers[name];
  const options = { seed: 1, ...defaults };
  for (const [option, text] of Object.entries(numbers)) {
    if (!Object.hasOwn(options, option)) throw new Error(`${name} has no option --${option}; it has ${Object.keys(options).map((one) => `--${one}`).join(", ")}.`);
    const number = Number(text);
    const least = option === "steps" ? 2 : 1;
    if (!Number.isSafeInteger(number) || number < least || number > 2147483646) throw new Error(`--${option} is ${text}; a whole number of at least ${least} is expected.`);
    options[option] = number;
  }
  if (options.least > options.most) throw new Error(`--least ${options.least} is more than --most ${options.most}.`);
  return { out, make: () => make(options) };
}

try {
  const { out, make } = readOptions();
  const text = make();
  if (out === "-") process.stdout.write(text);
  else {
    writeFileSync(`${out}.tmp`, out.endsWith(".gz") ? gzipSync(text) : text);
    renameSync(`${out}.tmp`, out);
    console.log(`${out}: ${text.trimEnd().split("\n").length.toLocaleString("en-US")} lines`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

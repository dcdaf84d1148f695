// Data that are made before they are learned from (two books without their wrapping, problems that are calculated), and
// what can be said of a text without a network. Trains nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { adding, anbncn, noisySine, toJsonLines, toSeries } from "./synthetic.mjs";

/** What can be made, by the name of the file: from which file of the data folder, and how. */
const makers = {
  // As in the course text, which counts 1,112,350 characters, 80 of them different.
  "mysterious_island.txt": { from: "charlm/mysterious_island_1268-0.txt", make: (text) => cut(text, "THE MYSTERIOUS ISLAND", "End of the Project Gutenberg") },
  "don_quijote.txt": { from: "charlm/don_quijote_2000_utf8.txt", make: (text) => cut(text, "El ingenioso hidalgo don Quijote de la Mancha", "End of Project Gutenberg") },
  "noisy_sine.csv": { from: null, make: () => toSeries(noisySine(2000, 1)) },
  "anbncn_train.jsonl": { from: null, make: () => toJsonLines(anbncn({ least: 1, most: 10 })) },
  "anbncn_test.jsonl": { from: null, make: () => toJsonLines(anbncn({ least: 11, most: 15 })) },
  "adding_train.jsonl": { from: null, make: () => toJsonLines(adding({ count: 10_000, steps: 100, seed: 1 })) },
  "adding_test.jsonl": { from: null, make: () => toJsonLines(adding({ count: 1000, steps: 100, seed: 2 })) },
};

export const madeNames = Object.keys(makers);

/** The file of the data folder that `name` is made from; null for what needs none. */
export function originOf(name) {
  return makers[name].from;
}

/** Makes the file `name` in `folder` and gives its path. Throws an Error that names the file when its text is not what is expected. */
export function makeData(name, dataFolder, folder) {
  const { from, make } = makers[name];
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, make(from === null ? "" : readText(join(dataFolder, from))));
  } catch (error) {
    throw new Error(from === null ? error.message : `${join(dataFolder, from)}: ${error.message}`);
  }
  return path;
}

/** UTF-8 without a byte order mark, line ends as one symbol. */
function readText(path) {
  return readFileSync(path, "utf8").replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}

/** From the first place of `first` up to, and without, the next place of `end`. */
function cut(text, first, end) {
  const from = text.indexOf(first);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`there is no "${from < 0 ? first : end}" in it`);
  return text.slice(from, to);
}

/**
 * Cross entropy, in nats a character, of the last tenth of a text under the frequencies of the rest: of single
 * characters, and of characters after the one before (add 1 to every count).
 */
export function countingBaselines(path) {
  const text = Array.from(readText(path));
  const at = text.length - Math.round(text.length * 0.1);
  const singles = new Map();
  const pairs = new Map();
  for (let i = 0; i < at; i++) {
    singles.set(text[i], (singles.get(text[i]) ?? 0) + 1);
    if (i > 0) pairs.set(text[i - 1] + text[i], (pairs.get(text[i - 1] + text[i]) ?? 0) + 1);
  }
  const size = new Set(text).size;
  let single = 0;
  let pair = 0;
  for (let i = at + 1; i < text.length; i++) {
    single -= Math.log(((singles.get(text[i]) ?? 0) + 1) / (at + size));
    pair -= Math.log(((pairs.get(text[i - 1] + text[i]) ?? 0) + 1) / ((singles.get(text[i - 1]) ?? 0) + size));
  }
  const rows = text.length - at - 1;
  return { characters: text.length, symbols: size, single: single / rows, pair: pair / rows };
}

/** The files of the data folder that these sources (files, or `made:NAME`) need and that are not there. */
export function missingFiles(sources, dataFolder) {
  const needed = sources.map((source) => (source.startsWith("made:") ? originOf(source.slice(5)) : source));
  return [...new Set(needed)].filter((file) => file !== null && !existsSync(join(dataFolder, file)));
}

// Files of word vectors, as word2vec and GloVe write them: a symbol and its numbers a line, with a first line `count size` or
// without, gzipped, in a zip archive or plain. Which row of an embedding a symbol has is the runtime's business.
import { dirname, resolve } from "node:path";
import type { Description } from "@rnnc/runtime";
import { openData } from "./data/bytes.js";
import { findSources, type Source } from "./data/sources.js";
import { Failure } from "./failure.js";
import { showPath } from "./files.js";
import type { AnyModel } from "./load.js";
import { count, plural } from "./numbers.js";

export interface VectorFile {
  /** The embedding that begins with it. */
  readonly parameter: string;
  readonly input: string;
  /** Numbers of a vector. */
  readonly width: number;
  readonly source: Source;
}

/** The files that embeddings of a model begin with; paths in a spec are relative to it. Throws a Failure where one is not there. */
export function findVectorFiles(d: Description, spec: string): VectorFile[] {
  return d.parameters.flatMap(({ name, shape, embeds, file }) => {
    if (embeds === undefined || file === undefined) return [];
    return [{ parameter: name, input: embeds, width: shape[1], source: findFile(resolve(dirname(spec), file), `\`${showPath(spec)}\` names it in its embedding \`${name.slice(0, -2)}\`; such paths are relative to the spec.`) }];
  });
}

function findFile(path: string, hint: string): Source {
  try {
    const [source, ...others] = findSources([path]);
    if (source !== undefined && others.length === 0) return source;
  } catch (error) {
    if (error instanceof Failure && error.hint === null) throw new Failure(error.message, { where: error.where ?? { file: showPath(path) }, hint });
    throw error;
  }
  throw new Failure("this folder holds several files; vectors are in one", { where: { file: showPath(path) }, hint });
}

/** Reads the files into a model that has its vocabulary; says how much was found. */
export async function placeVectorFiles(model: AnyModel, files: readonly VectorFile[], note: (text: string) => void): Promise<void> {
  for (const { parameter, input, width, source } of files) {
    const { kind, lowercase, size } = model.description.inputs.find((candidate) => candidate.name === input)!;
    const symbols = new Set(model.symbols(input) ?? Array.from({ length: size }, (_, id) => String(id)));
    const wanted = (symbol: string): boolean => symbols.has(symbol) || symbol === "<unk>" || (lowercase && symbols.has(symbol.toLowerCase()));
    const { found, of } = await model.setEmbedding(parameter, readVectors(source, width, wanted));
    const what = kind === "words" ? "words" : kind === "chars" ? "characters" : "ids";
    if (found === 0 && of > 0) throw new Failure(`this file has a vector for none of the ${count(of)} ${what} of \`${input}\``, { where: { file: source.name }, hint: "is it of the same language, and are its symbols written as in the data?" });
    note(`${source.name} has vectors for ${count(found)} of the ${plural(of, what.slice(0, -1))} of \`${input}\`${found < of ? "; the others keep their random numbers" : ""}.`);
  }
}

/** The vectors of the symbols that are wanted; every line is checked for its length. Throws a Failure with file and line. */
export async function* readVectors(source: Source, width: number, wanted: (symbol: string) => boolean): AsyncGenerator<[string, Float32Array]> {
  const file = await openData(source);
  let line = 0;
  let vectors = 0;
  let announced: number | null = null;
  for await (const text of linesOf(file.text())) {
    line++;
    const fail = (message: string, hint?: string): Failure => new Failure(message, { where: { file: file.name, line }, ...(hint === undefined ? {} : { hint }) });
    const fields = countFields(text);
    if (fields === 0) continue;
    if (line === 1 && fields === 2 && /^\s*\d+ +\d+\s*$/.test(text) && !(width === 1 && !/^\s*\d+ +1\s*$/.test(text))) {
      const [size, numbers] = text.trim().split(/ +/).map(Number);
      if (numbers !== width) throw fail(`these vectors have ${numbers} numbers, but the embedding has ${width}`, `write \`embed(${numbers}, file = …)\`, or take another file.`);
      announced = size;
      continue;
    }
    if (fields <= width || (vectors === 0 && fields !== width + 1)) {
      const numbers = fields - 1;
      throw vectors === 0
        ? fail(`here stand a symbol and ${plural(numbers, "number")}, but the embedding has ${width}`, numbers > 1 ? `write \`embed(${numbers}, file = …)\`, or take another file.` : "a file of vectors has a symbol and its numbers on each line, with spaces between them.")
        : fail(`this vector has ${plural(numbers, "number")}, but those before it have ${width}`);
    }
    vectors++;
    const { symbol, at } = symbolOf(text, fields - width);
    if (!wanted(symbol)) continue;
    const numbers = text.slice(at).trim().split(/[ \t]+/);
    const vector = new Float32Array(width);
    numbers.forEach((number, i) => {
      vector[i] = /^[-+.\deE]+$/.test(number) ? Number(number) : NaN;
      if (!Number.isFinite(vector[i])) throw fail(`number ${i + 1} of the vector of ${JSON.stringify(symbol)} is ${JSON.stringify(number.slice(0, 40))}, which is no number`);
    });
    yield [symbol, vector];
  }
  if (vectors === 0) throw new Failure("this file has no vectors", { where: { file: file.name } });
  if (announced !== null && vectors < announced) throw new Failure(`this file has ${plural(vectors, "vector")}, but its first line says ${count(announced)}: it was cut off`, { where: { file: file.name, line } });
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 13;

/** Fields with spaces or tabs between them. */
function countFields(text: string): number {
  let fields = 0;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const space = isSpace(text.charCodeAt(i));
    if (!space && !inside) fields++;
    inside = !space;
  }
  return fields;
}

/** The symbol, which may have spaces in it (some of GloVe's have): the first `fields` fields; and where its numbers begin. */
function symbolOf(text: string, fields: number): { readonly symbol: string; readonly at: number } {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) at++;
  const from = at;
  for (let k = 0; k < fields; k++) {
    while (isSpace(text.charCodeAt(at))) at++;
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
  }
  return { symbol: text.slice(from, at), at };
}

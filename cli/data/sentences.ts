// Files with a token a line and an empty line after each sentence, as tables with a sentence a row: CoNLL-U
// (universaldependencies.org/format) and plain columns (CoNLL-2003, IOB). A cell is a column's list of a sentence.
import { Failure } from "../failure.js";
import { plural } from "../numbers.js";
import type { DataFile } from "./bytes.js";
import { checkNames, numbered, quote, readLines, takeSample, type Naming, type RawRow, type Table } from "./tables.js";

const conlluColumns = ["id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"];

/** Opens CoNLL-U: columns by their names there. Comments, multiword tokens (id `3-4`) and empty nodes (`8.1`) are left out; the last two are counted in a note. */
export async function openConllu(file: DataFile, { constants, note }: Naming): Promise<Table> {
  let multiword = 0;
  let empty = 0;
  async function* records(): AsyncGenerator<RawRow> {
    for await (const tokens of readBlocks(file)) {
      const cells = conlluColumns.map((): string[] => []);
      let begins = 0;
      for (const { line, text } of tokens) {
        if (text.startsWith("#")) continue;
        const fields = text.split("\t");
        const where = { file: file.name, line };
        if (fields.length !== conlluColumns.length) {
          throw new Failure(`this line has ${plural(fields.length, "field")} where CoNLL-U has 10, with tabs between them`, { where, hint: "for other columns of tokens say --format conll." });
        }
        if (/^\d+-\d+$/.test(fields[0])) multiword++;
        else if (/^\d+\.\d+$/.test(fields[0])) empty++;
        else if (/^[1-9]\d*$/.test(fields[0])) {
          if (Number(fields[0]) !== cells[0].length + 1) throw new Failure(`token ${fields[0]} stands where token ${cells[0].length + 1} of the sentence was expected`, { where, hint: "an empty line ends a sentence." });
          begins ||= line;
          fields.forEach((field, i) => cells[i].push(field));
        } else throw new Failure(`${quote(fields[0])} is not the id of a token`, { where: { ...where, column: "id" }, hint: "ids are 1, 2, …; 3-4 for a multiword token, 8.1 for an empty node." });
      }
      if (begins > 0) yield { line: begins, cells };
    }
    const left = [...(multiword > 0 ? [`${plural(multiword, "multiword token")} (ids like 3-4), whose words are read`] : []), ...(empty > 0 ? [`${plural(empty, "empty node")} (8.1)`] : [])];
    if (left.length > 0) note(`${file.name}: left out are ${left.join(", and ")}.`);
  }
  const { sample, rows } = await takeSample(records());
  if (sample.length === 0) throw new Failure("this file has no sentences", { where: { file: file.name } });
  return { file: file.name, format: "conllu", columns: conlluColumns, named: "format", constants, custom: { words: "form", label: "upos" }, sample, rows };
}

/** Opens columns of tokens, separated by tabs or else by spaces: named by number, or by `--columns` in order. `-DOCSTART-` lines are left out and counted in a note. */
export async function openConll(file: DataFile, naming: Naming): Promise<Table> {
  let documents = 0;
  let width = 0;
  async function* records(): AsyncGenerator<RawRow> {
    for await (const tokens of readBlocks(file)) {
      const rows: string[][] = [];
      let begins = 0;
      for (const { line, text } of tokens) {
        const fields = text.includes("\t") ? text.split("\t").map((field) => field.trim()) : text.trim().split(/ +/);
        if (fields[0] === "-DOCSTART-") {
          documents++;
          continue;
        }
        width ||= fields.length;
        if (fields.length !== width) {
          throw new Failure(`this line has ${plural(fields.length, "field")} where the first has ${width}`, { where: { file: file.name, line }, hint: "a line is one token with its columns; an empty line ends a sentence." });
        }
        begins ||= line;
        rows.push(fields);
      }
      if (begins > 0) yield { line: begins, cells: Array.from({ length: width }, (_, i) => rows.map((fields) => fields[i])) };
    }
    if (documents > 0) naming.note(`${file.name}: ${plural(documents, "line")} with -DOCSTART- left out.`);
  }
  const { sample, rows } = await takeSample(records());
  if (sample.length === 0) throw new Failure("this file has no sentences", { where: { file: file.name } });
  checkNames(naming.names, sample[0], file.name);
  const columns = naming.names ?? numbered(width);
  const custom = naming.names === null && width > 1 ? { words: columns[0], label: columns[width - 1] } : {};
  return { file: file.name, format: "conll", columns, named: naming.names === null ? "numbers" : "given", constants: naming.constants, custom, sample, rows };
}

/** Lines between empty lines. */
async function* readBlocks(file: DataFile): AsyncGenerator<{ line: number; text: string }[]> {
  let block: { line: number; text: string }[] = [];
  for await (const one of readLines(file)) {
    if (one.text.trim() !== "") {
      block.push(one);
      continue;
    }
    if (block.length > 0) yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

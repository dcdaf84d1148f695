// What each kind of node looks like on its line. Not here: lines, blocks and comments (print.ts).
import type * as Ast from "./ast.js";
import { printArguments, printExpression, printSizes, printTime, splitTerms } from "./print-expression.js";

/** One sentence of the language: a line, perhaps with a block after it. */
export interface Sentence {
  readonly span: Ast.Span;
  /** What stands before `=` where the `=`s of neighbours are put below each other. */
  readonly key: string | null;
  /** The rest of the line, or all of it. */
  readonly line: string;
  /** The line broken before its operators, for when it is too long. */
  readonly broken: readonly string[] | null;
  readonly block: Block | null;
}

export interface Block {
  /** Where its braces stand in the source. */
  readonly open: number;
  readonly close: number;
  readonly sentences: readonly Sentence[];
  /** May stand on one line if it did. */
  readonly foldable: boolean;
}

/** `findOpen` gives the place of the first `{` at or after an offset. */
export interface Context {
  readonly text: string;
  findOpen(from: number): number;
}

export function describeItem(item: Ast.Use | Ast.Cell | Ast.Model, context: Context): Sentence {
  const { span } = item;
  if (item.kind === "use") return simple(span, `use ${JSON.stringify(item.path.value)}`);
  if (item.kind === "cell") {
    const entries = item.header.map(({ name, value }) => (value === null ? name.text : `${name.text} = ${printExpression(value, context.text)}`));
    const header = entries.length === 0 ? "" : `(${entries.join(", ")})`;
    const end = item.header.at(-1)?.span.end ?? item.name.span.end;
    const sentences = item.members.map((member) => describeCellMember(member, context));
    return { ...simple(span, `cell ${item.name.text}${header}`), block: { open: context.findOpen(end), close: span.end - 1, sentences, foldable: false } };
  }
  const sentences = item.members.map((member) => describeModelMember(member, context));
  return { ...simple(span, `model ${item.name.text}`), block: { open: context.findOpen(item.name.span.end), close: span.end - 1, sentences, foldable: false } };
}

const simple = (span: Ast.Span, line: string): Sentence => ({ span, key: null, line, broken: null, block: null });
const listNames = (names: readonly Ast.Name[]): string => names.map((name) => name.text).join(", ");

function describeCellMember(member: Ast.CellMember, { text }: Context): Sentence {
  const { span } = member;
  switch (member.kind) {
    // The names after `input`, `state` and `output` stand below each other.
    case "input":
      return simple(span, `input  ${listNames(member.names)}: ${printSizes(member.size, text)}`);
    case "output":
      return simple(span, `output ${member.name.text}`);
    case "state":
    case "param": {
      const initial = member.initial === null ? "" : ` = ${printExpression(member.initial, text)}`;
      return simple(span, `${member.kind.padEnd(5)}${member.kind === "state" ? " " : ""} ${listNames(member.names)}: ${printSizes(member.size, text)}${initial}`);
    }
    case "part":
      return simple(span, `part ${member.name.text} = ${printExpression(member.value, text)}`);
    case "equation": {
      const [first, ...terms] = splitTerms(member.value, text);
      const start = `${member.name.text} = `;
      return {
        ...simple(span, start + printExpression(member.value, text)),
        broken: terms.length === 0 ? null : [start + first!, ...terms.map((term) => `  ${term}`)],
      };
    }
  }
}

function describeModelMember(member: Ast.ModelMember, context: Context): Sentence {
  const { text } = context;
  const { span } = member;
  switch (member.kind) {
    case "model-input": {
      const sizes = member.sizes === null ? "" : printSizes(member.sizes, text);
      const count = member.count === null ? "" : ` of ${printExpression(member.count, text)}`;
      return { ...simple(span, `input ${member.name.text}: ${member.type.text}${sizes}${count}`), block: describeOptions(member.options, text) };
    }
    case "stack": {
      const init = member.init === null ? "" : ` init ${printExpression(member.init, text)}`;
      const open = context.findOpen((member.init ?? member.source).span.end);
      return {
        ...simple(span, `stack ${member.name.text} from ${printExpression(member.source, text)}${init}`),
        block: describeLayers(member.layers, open, span.end - 1, context),
      };
    }
    case "head": {
      const time = member.time === null ? "" : printTime(member.time);
      const type = member.type === null ? "" : `: ${printHeadType(member.type, text)}`;
      const line = `head ${member.name.text}${time}${type} ${member.projection} ${printExpression(member.source, text)}`;
      return { ...simple(span, line), block: describeOptions(member.options, text) };
    }
    case "train":
      return { ...simple(span, "train"), block: describeOptions(member.options, text) };
  }
}

function printHeadType(type: Ast.HeadType, text: string): string {
  const given = type.arguments === null ? "" : printArguments(type.arguments, text);
  return type.name.text + given + (type.sizes === null ? "" : printSizes(type.sizes, text));
}

function describeLayers(layers: readonly Ast.Layer[], open: number, close: number, context: Context): Block {
  return { open, close, sentences: layers.map((layer) => describeLayer(layer, context)), foldable: true };
}

function describeLayer(layer: Ast.Layer, context: Context): Sentence {
  const { direction, span } = layer;
  const merge = direction === null || direction.merge === null ? "" : `(${direction.merge.text})`;
  const way = direction === null ? "" : `${direction.name.text}${merge} `;
  const given = layer.arguments === null ? "" : printArguments(layer.arguments, context.text);
  const count = layer.count === null ? "" : ` ${printExpression(layer.count, context.text)}`;
  const end = layer.count?.span.end ?? layer.arguments?.at(-1)?.span.end ?? layer.name.span.end;
  const block = layer.layers === null ? null : describeLayers(layer.layers, context.findOpen(end), span.end - 1, context);
  return { ...simple(span, `${way}${layer.name.text}${given}${count}`), block };
}

function describeOptions(options: Ast.Options | null, text: string): Block | null {
  if (options === null) return null;
  const sentences = options.entries.map(({ name, value, span }): Sentence => ({
    ...simple(span, `= ${printExpression(value, text)}`),
    key: name.text,
  }));
  return { open: options.span.start, close: options.span.end - 1, sentences, foldable: true };
}

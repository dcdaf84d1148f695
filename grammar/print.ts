// The formatter: a tree back to text, one way. Lines, blocks, blank lines and comments; what a line says is print-member.ts.
import type { Comment, Tree } from "./ast.js";
import { describeItem, type Block, type Sentence } from "./print-member.js";

const width = 100;
const step = "  ";

/**
 * The text of a tree as the formatter writes it: idempotent, with every comment of `text` and at most one blank line where
 * there was one. `text` is what the tree was parsed from. Only for a tree without problems: what was not understood is not in it.
 *
 * A comment after something on its line stays there; a line of its own stays one. A comment inside a sentence moves above it.
 */
export function print(tree: Tree, text: string): string {
  const { comments } = tree;
  const lines: string[] = [];
  /** The first comment not yet written. */
  let next = 0;
  /** Where in the source what was written last ends. */
  let last = 0;
  /** Nothing stands between us and the `{` or the start of the file: no blank line here. */
  let fresh = true;

  const items = [...tree.uses, ...tree.items].sort((a, b) => a.span.start - b.span.start);
  const context = { text, findOpen };
  items.forEach((item, i) => {
    const apart = i > 0 && (item.kind !== "use" || items[i - 1]!.kind !== "use");
    writeSentence(describeItem(item, context), "", null, apart);
  });
  writeComments(Infinity, "", false);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;

  function writeSentence(sentence: Sentence, indent: string, pad: number | null, apart = false): void {
    const { span, block } = sentence;
    const separated = writeComments(span.start, indent, apart);
    if ((apart && !separated) || hasBlankLine(last, span.start)) writeBlank();
    const end = block === null ? span.end : block.open;
    for (; isBefore(comments[next], end); next++) write(indent + comments[next]!.text);
    const line = indent + (sentence.key === null ? "" : `${sentence.key.padEnd(pad ?? 0)} `) + sentence.line;
    if (block !== null) return writeBlock(block, line, indent);
    if (line.length > width && sentence.broken !== null) sentence.broken.forEach((part) => write(indent + part));
    else write(line);
    last = span.end;
  }

  function writeBlock(block: Block, line: string, indent: string): void {
    const folded = fold(block);
    if (folded !== null && line.length + 1 + folded.length <= width) {
      write(`${line} ${folded}`);
      last = block.close + 1;
      return;
    }
    write(`${line} {`);
    last = block.open + 1;
    fresh = true;
    const pads = alignKeys(block.sentences);
    block.sentences.forEach((sentence, i) => writeSentence(sentence, indent + step, pads[i]!));
    writeComments(block.close, indent + step, false);
    fresh = false;
    write(`${indent}}`);
    last = block.close + 1;
  }

  /** The block on one line, if it was on one and nothing speaks against it. */
  function fold(block: Block): string | null {
    if (block.sentences.length === 0) return isBefore(comments[next], block.close) ? null : "{}";
    if (!block.foldable || text.slice(block.open, block.close).includes("\n")) return null;
    const parts = block.sentences.map((sentence) => {
      const line = sentence.key === null ? sentence.line : `${sentence.key} ${sentence.line}`;
      if (sentence.block === null) return line;
      const inner = fold(sentence.block);
      return inner === null ? null : `${line} ${inner}`;
    });
    return parts.includes(null) ? null : `{ ${parts.join(step)} }`;
  }

  /** Comments that start before `limit`. With `apart` a blank line comes before the first that has its own line; says whether one did. */
  function writeComments(limit: number, indent: string, apart: boolean): boolean {
    let separated = false;
    for (; isBefore(comments[next], limit); next++) {
      const comment = comments[next]!;
      if (lines.length > 0 && !text.slice(last, comment.span.start).includes("\n")) {
        lines[lines.length - 1] += ` ${comment.text}`;
      } else {
        if ((apart && !separated) || hasBlankLine(last, comment.span.start)) writeBlank();
        separated = true;
        write(indent + comment.text);
      }
      last = comment.span.end;
    }
    return separated;
  }

  /** How wide the keys are with their neighbours: a blank line or a comment of its own ends a group. */
  function alignKeys(sentences: readonly Sentence[]): number[] {
    const pads: number[] = [];
    let start = 0;
    for (let i = 1; i <= sentences.length; i++) {
      if (i < sentences.length && !isSeparated(sentences[i - 1]!.span.end, sentences[i]!)) continue;
      const most = Math.max(0, ...sentences.slice(start, i).map((sentence) => sentence.key?.length ?? 0));
      for (; start < i; start++) pads.push(most);
    }
    return pads;
  }

  function isSeparated(from: number, { span }: Sentence): boolean {
    let at = from;
    for (let i = next; isBefore(comments[i], span.end); i++) {
      const comment = comments[i]!;
      if (comment.span.start < from) continue;
      if (comment.span.start > span.start || text.slice(at, comment.span.start).includes("\n")) return true;
      at = comment.span.end;
    }
    return hasBlankLine(at, span.start);
  }

  function findOpen(from: number): number {
    let at = text.indexOf("{", from);
    for (let i = next; at >= 0 && isBefore(comments[i], at); i++) {
      const { span } = comments[i]!;
      if (at < span.end) at = text.indexOf("{", span.end);
    }
    return at < 0 ? text.length : at;
  }

  function hasBlankLine(from: number, to: number): boolean {
    return /\n\s*\n/.test(text.slice(from, to));
  }

  function writeBlank(): void {
    if (!fresh) lines.push("");
  }

  function write(line: string): void {
    lines.push(line);
    fresh = false;
  }
}

function isBefore(comment: Comment | undefined, limit: number): comment is Comment {
  return comment !== undefined && comment.span.start < limit;
}

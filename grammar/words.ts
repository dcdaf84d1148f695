// What each word is, from what stands around it: keyword, option name, time, or just a name. While at it, mends the
// mistakes that are surely one (a misspelt keyword, `W x`, `h(t-1)`), each with its problem, so that the
// parser sees what was meant. Not here: the shape of sentences (parser.ts).
import type { IToken, TokenType } from "chevrotain";
import type { Span } from "./ast.js";
import { nearest } from "./nearest.js";
import type { Problem } from "./problem.js";
import * as report from "./report.js";
import * as T from "./tokens.js";

export interface Words {
  /** What the parser reads. Tokens put in by a mend are empty: they end where they start. */
  readonly tokens: IToken[];
  readonly problems: readonly Problem[];
  /** Where sentences start, ascending: a problem may be the cause of others in its sentence, not beyond. */
  readonly starts: readonly number[];
}

type Place = "file" | "cell" | "model" | "layers" | "options";

const keywords = {
  file: ["cell", "model"],
  cell: ["input", "state", "output", "param", "part"],
  model: ["input", "stack", "head", "train"],
  layers: [],
  options: [],
} as const satisfies Record<Place, readonly string[]>;

const everyKeyword = new Set<TokenType>([...T.reserved.values()].filter((type) => type !== T.From));
const endsOperand = new Set<TokenType>([T.Name, T.Number, T.Text, T.RightRound, T.RightSquare, T.Time]);

/** Gives every token its role. The tokens are this call's own; their types are set in place. */
export function classify(read: readonly IToken[], text: string): Words {
  const out: IToken[] = [];
  const problems: Problem[] = [];
  const starts: number[] = [];
  const reservedSeen = new Set<string>();
  const blocks: Place[] = [];
  let place: Place = "file";
  /** The keyword (or `Key`) of the sentence we are in, and how far it has come. */
  let sentence: TokenType | null = null;
  let names = false; // between the keyword and `:`, `from`, `=`: what stands there is being named
  let inside = 0; // open ( and [
  let valued = false; // `=` has come: what follows is an expression
  let sourced = false; // `from` or `=` has come

  const put = (type: TokenType, image: string, offset: number): void => {
    out.push({ ...out.at(-1)!, tokenType: type, tokenTypeIdx: type.tokenTypeIdx!, image, startOffset: offset, endOffset: offset - 1 });
  };
  const begin = (token: IToken, type: TokenType): void => {
    starts.push(token.startOffset);
    sentence = type;
    names = type !== T.Key;
    inside = 0;
    valued = false;
    sourced = false;
  };
  const onSameLine = (left: IToken, right: IToken): boolean =>
    !text.slice(left.endOffset! + 1, right.startOffset).includes("\n");

  for (let i = 0; i < read.length; i++) {
    const token = read[i]!;
    const type = (k: number): TokenType | undefined => read[i + k]?.tokenType;
    const previous = out.at(-1);
    const before = previous?.tokenType;
    let placed = false; // `token` is in `out` already

    if (token.tokenType === T.Name) {
      classifyName();
    } else if (token.tokenType === T.Number) {
      joinSides();
    } else if (token.tokenType === T.LeftRound && (before === T.Number || before === T.RightRound || before === T.RightSquare)) {
      joinSides();
    }
    if (placed) continue;
    const now = token.tokenType;

    if (now === T.LeftCurly) {
      if (place !== "layers") starts.push(token.endOffset! + 1);
      blocks.push(place);
      place = blockOf(place, sentence);
      names = false;
      inside = 0;
    } else if (now === T.RightCurly) {
      starts.push(token.startOffset, token.endOffset! + 1);
      place = blocks.pop() ?? "file";
      sentence = null;
      names = false;
      inside = 0;
    } else if (now === T.LeftRound || now === T.LeftSquare) {
      inside++;
      if (place === "file") names = false;
    } else if (now === T.RightRound || now === T.RightSquare) {
      inside = Math.max(0, inside - 1);
    } else if (now === T.Colon || now === T.Equals || now === T.From) {
      names = false;
      if (now === T.Equals) valued = true;
      if (now !== T.Colon) sourced = true;
    } else if (now === T.Comma || now === T.Semicolon) {
      const needed = inside > 0 || names || place === "file";
      if (now === T.Semicolon || !needed) {
        problems.push(report.needlessSeparator(T.spanOf(token), token.image));
        continue;
      }
    }
    out.push(token);

    function classifyName(): void {
      if (mendTime() || mendSubscript()) return;
      const keyword = T.reserved.get(token.image);
      if (keyword !== undefined) return classifyReserved(keyword);
      if (token.image === "t") return become(T.Time);
      if (place === "file" && inside === 0 && token.image === "use" && type(1) === T.Text) {
        become(T.Use);
        return begin(token, T.Use);
      }
      if (sentence === T.Input && place === "model" && token.image === "of" && !names && endsOperand.has(before!)) return become(T.Of);
      if (sentence === T.Stack && place === "model" && token.image === "init" && !names && endsOperand.has(before!)) return become(T.Init);
      if (place === "layers" && inside === 0 && isDirection()) return startLayer(T.Direction);
      if (isKey()) return mendComma() ? undefined : becomeKey();
      if (mendKeyword() || mendFrom() || mendOption()) return;
      if (place === "layers" && inside === 0) {
        if (before !== T.Direction && !(before === T.RightRound && out.at(-4)?.tokenType === T.Direction)) startLayer(T.Name);
        return mendCount();
      }
      joinSides();
    }

    function become(to: TokenType): void {
      token.tokenType = to;
      token.tokenTypeIdx = to.tokenTypeIdx!;
    }

    function startLayer(to: TokenType): void {
      starts.push(token.startOffset);
      become(to);
    }

    /** A name is being declared here: after `param`, or after a comma in its list. */
    function isDeclared(): boolean {
      return names && (everyKeyword.has(before!) || before === T.Comma);
    }

    /** A reserved word: a keyword, `from`, or by mistake a name. */
    function classifyReserved(keyword: TokenType): void {
      const afterName = isDeclared();
      const defined = type(1) === T.Equals && inside === 0;
      const listed = afterName && type(1) !== T.Name;
      const used = (endsWithOperator() || (inside > 0 && type(1) !== T.Name)) && type(1) !== T.Name && type(1) !== T.LeftCurly;
      if (keyword !== T.From && (defined || listed || used) || keyword === T.From && (type(1) === T.Equals || listed)) {
        if (!reservedSeen.has(token.image)) problems.push(report.reservedWord(T.spanOf(token), token.image));
        reservedSeen.add(token.image);
        if (defined && !afterName) becomeKey();
        return;
      }
      become(keyword);
      if (keyword !== T.From) beginKeyword(keyword);
    }

    function beginKeyword(keyword: TokenType): void {
      leaveBlocks(keyword);
      begin(token, keyword);
    }

    /** A keyword of an outer block: the blocks inside were never closed, which the parser will say. */
    function leaveBlocks(keyword: TokenType): void {
      const word = keyword.name.toLowerCase();
      if (keyword === T.Cell || keyword === T.Model) {
        blocks.length = 0;
        place = "file";
      } else if ((place === "layers" || place === "options") && (keywords.model as readonly string[]).includes(word)) {
        while (place !== "model" && blocks.length > 0) place = blocks.pop()!;
      }
    }

    function endsWithOperator(): boolean {
      return before === T.Equals || (before?.CATEGORIES?.includes(T.Operator) ?? false);
    }

    /** `h =`, `h[t] =`, `h[t+1] =`, but not what is being declared: `part lower =`, `head y[t] =`. */
    function isKey(): boolean {
      if (isDeclared() || before === T.Colon) return false;
      if (type(1) === T.Equals) return true;
      if (type(1) !== T.LeftSquare || read[i + 2]?.image !== "t") return false;
      for (let k = 3; k < 6; k++) {
        if (type(k) === T.RightSquare) return type(k + 1) === T.Equals;
      }
      return false;
    }

    function becomeKey(argument = inside > 0 && (before === T.Comma || before === T.LeftRound)): void {
      become(T.Key);
      if (!argument) begin(token, T.Key);
    }

    /** `lstm(64 dropout = 20%)` */
    function mendComma(): boolean {
      if (inside === 0 || (place === "cell" && sentence !== T.Part) || !endsOperand.has(before!) || !onSameLine(previous!, token)) return false;
      const end = previous!.endOffset! + 1;
      problems.push(report.missingSign({ start: end, end }, ",", "expected `,` before the next argument"));
      put(T.Comma, ",", end);
      becomeKey(true);
      return true;
    }

    /** `stack h form x { … }` */
    function mendFrom(): boolean {
      const possible = place === "model" && (sentence === T.Stack || sentence === T.Head) && inside === 0 && !sourced && endsOperand.has(before!);
      if (!possible || nearest(token.image, ["from"]) === null || (type(1) !== T.Name && type(1) !== T.LeftRound)) return false;
      problems.push(report.misspelt(T.spanOf(token), token.image, "from"));
      become(T.From);
      return true;
    }

    /** `embed 128` */
    function mendCount(): void {
      const next = read[i + 1];
      if (next?.tokenType !== T.Number || type(2) === T.LeftCurly) return;
      problems.push(report.sideBySide(T.spanOf(next), token.image, next.image, true));
      out.push(token);
      put(T.LeftRound, "(", next.startOffset);
      out.push(next);
      put(T.RightRound, ")", next.endOffset! + 1);
      placed = true;
      i++;
    }

    function isDirection(): boolean {
      if (token.image !== "backward" && token.image !== "bidirectional") return false;
      const layer = type(1) === T.LeftRound && type(2) === T.Name && type(3) === T.RightRound ? 4 : 1;
      return type(layer) === T.Name && !T.reserved.has(read[i + layer]!.image);
    }

    /** `h(t-1)` */
    function mendTime(): boolean {
      if (type(1) !== T.LeftRound || read[i + 2]?.image !== "t") return false;
      const offset = (type(3) === T.Minus || type(3) === T.Plus) && type(4) === T.Number;
      const close = read[i + (offset ? 5 : 3)];
      if (close?.tokenType !== T.RightRound) return false;
      const open = read[i + 1]!;
      const time = text.slice(open.endOffset! + 1, close.startOffset).trim();
      const whole = { start: token.startOffset, end: close.endOffset! + 1 };
      problems.push(report.timeInParentheses(whole, [T.spanOf(open), T.spanOf(close)], token.image, time));
      retype(open, T.LeftSquare);
      retype(close, T.RightSquare);
      if (isKey()) becomeKey();
      else joinSides();
      return true;
    }

    /** `h_{t-1}`, `W_{xh}` */
    function mendSubscript(): boolean {
      const open = read[i + 1];
      if (place !== "cell" || !token.image.endsWith("_") || open?.tokenType !== T.LeftCurly || open.startOffset !== token.endOffset! + 1) return false;
      let k = 2;
      while (k < 8 && type(k) !== undefined && type(k) !== T.RightCurly && type(k) !== T.LeftCurly) k++;
      const close = read[i + k];
      if (close?.tokenType !== T.RightCurly) return false;
      const stem = token.image.replace(/_+$/, "");
      const within = text.slice(open.endOffset! + 1, close.startOffset).replace(/\s/g, "");
      const whole: Span = { start: token.startOffset, end: close.endOffset! + 1 };
      const written = text.slice(whole.start, whole.end);
      if (stem !== "" && read[i + 2]?.image === "t") {
        problems.push(report.subscript(whole, written, `${stem}[${within}]`));
        token.image = stem;
        retype(open, T.LeftSquare);
        retype(close, T.RightSquare);
        if (isKey()) becomeKey();
        else joinSides();
        return true;
      }
      const name = `${stem}_${within.replace(/[^\p{L}\p{M}\p{N}_]/gu, "")}`;
      problems.push(report.subscript(whole, written, name));
      token.image = name;
      token.endOffset = close.endOffset!;
      i += k;
      if (isKey()) becomeKey();
      else joinSides();
      return true;
    }

    function retype(other: IToken, to: TokenType): void {
      other.tokenType = to;
      other.tokenTypeIdx = to.tokenTypeIdx!;
    }

    /** `inptu x: [D]`: a sentence that starts with two words. */
    function mendKeyword(): boolean {
      const known: readonly string[] = keywords[place];
      const declares = type(1) === T.Name && looksDeclared();
      const opens = type(1) === T.LeftCurly && place === "model";
      if (known.length === 0 || isDeclared() || !endsSentence() || inside > 0 && !declares || !(declares || opens)) return false;
      const meant = nearest(token.image, known, 2);
      if (meant !== null && onSameLine(token, read[i + 1]!)) {
        problems.push(report.misspelt(T.spanOf(token), token.image, meant));
        const keyword = T.reserved.get(meant)!;
        become(keyword);
        beginKeyword(keyword);
        return true;
      }
      if (!declares || type(2) !== T.Colon || place === "file") return false;
      problems.push(report.unknownDeclaration(T.spanOf(token), token.image, known));
      const keyword = place === "cell" ? T.Param : type(3) === T.Name && endsWithFrom() ? T.Head : T.Input;
      become(keyword);
      beginKeyword(keyword);
      return true;
    }

    function endsSentence(): boolean {
      return before === undefined || before === T.RightCurly || before === T.LeftCurly || endsOperand.has(before!);
    }

    function endsWithFrom(): boolean {
      for (let k = 3; k < 12; k++) if (read[i + k]?.image === "from") return true;
      return false;
    }

    /** After NAME NAME: what only a declaration goes on with, or the end of an `output h`. */
    function looksDeclared(): boolean {
      const next = read[i + 2];
      const starts = previous === undefined || !onSameLine(previous, token) || before === T.LeftCurly || before === T.RightCurly;
      switch (next?.tokenType) {
        case T.Colon: return true;
        case T.Comma: return place === "cell" && inside === 0 && starts;
        case T.LeftCurly: case T.LeftRound: return place === "file";
        case T.Equals: return starts && place !== "file";
        case T.LeftSquare: return starts && place === "model";
        case T.RightCurly: return starts && place !== "file";
        case T.Name: return starts && place !== "file" && (next.image === "from" || nearest(next.image, ["from"]) !== null || !onSameLine(read[i + 1]!, next));
        default: return false;
      }
    }

    /** `optimizer adam(…)`, `batch: 64`, `dropout: 20%` */
    function mendOption(): boolean {
      const next = read[i + 1];
      if (next === undefined) return false;
      const argument = inside > 0 && (place === "layers" || place === "options" || place === "model") && (before === T.Comma || before === T.LeftRound);
      const option = place === "options" && inside === 0 && (before === T.LeftCurly || endsOperand.has(before!));
      if (next.tokenType === T.Colon && (argument || option)) {
        problems.push(report.wrongSign(T.spanOf(next), ":", "=", `an option is \`${token.image} = …\``));
        retype(next, T.Equals);
        next.image = "=";
        becomeKey();
        return true;
      }
      const value = next.tokenType === T.Name || next.tokenType === T.Number || next.tokenType === T.Text;
      if (!option || !value || !onSameLine(token, next) || read[i + 2]?.tokenType === T.Equals) return false;
      const end = token.endOffset! + 1;
      problems.push(report.missingSign({ start: end, end }, "=", `an option is \`${token.image} = …\``));
      becomeKey();
      out.push(token);
      put(T.Equals, "=", end);
      out.push(next);
      valued = true;
      placed = true;
      i++;
      return true;
    }

    /** `W x`: put the product in that was left out. */
    function joinSides(): void {
      if (previous === undefined || !endsOperand.has(before!) || names || !onSameLine(previous, token)) return;
      const wrong = (call: boolean): void => {
        problems.push(report.sideBySide(T.spanOf(token), previous.image, token.image, call));
      };
      if (place === "cell" && valued) {
        wrong(false);
        const product = token.tokenType === T.Name && before !== T.Number ? T.At : T.Star;
        put(product, product === T.At ? "@" : "*", token.startOffset);
      }
    }
  }
  return { tokens: out, problems, starts };
}

function blockOf(place: Place, sentence: TokenType | null): Place {
  if (place === "layers") return "layers";
  if (place === "file") return sentence === T.Model ? "model" : "cell";
  if (place === "model") return sentence === T.Stack ? "layers" : "options";
  return place;
}

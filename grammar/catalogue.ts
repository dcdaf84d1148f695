// A page for each syntax problem (`rnnc explain RNN102`): what it means, a text that has it, the same text mended.
// Not here: the wording of one occurrence (report.ts).

export interface SyntaxPage {
  readonly title: string;
  readonly explanation: string;
  /** A whole file that has this problem and no other; empty where it would fill the screen. */
  readonly bad: string;
  readonly good: string;
}

const cell = (line: string): string => `cell mine(H) {
  input  x: [D]
  state  h: [H]
  output h

  param W: [H, D]
  param U: [H, H]

${line.replace(/^/gm, "  ")}
}
`;

const model = (lines: string): string => `model mine {
${lines.replace(/^/gm, "  ")}
}
`;

const stack = "input text: chars[T] of 128\nstack h from text { embed(16)  lstm(32) }\n";

export const syntaxCatalogue: Readonly<Record<string, SyntaxPage>> = {
  RNN101: {
    title: "something can't stand here",
    explanation:
      "A file holds `use` lines, cells and models. A cell holds declarations (`input`, `state`, `output`, `param`, `part`) and equations `name = …`; a model holds `input`, `stack`, `head` and `train`. What is marked is none of what may come at this place.",
    bad: model(`${stack}head text[t+1] from h\nepochs = 3`),
    good: model(`${stack}head text[t+1] from h\ntrain { epochs = 3 }`),
  },
  RNN102: {
    title: "a value is missing",
    explanation: "After an operator, `=`, `(` or `,` there must be a value: a name, a number, a function's result, or something in parentheses.",
    bad: cell("h = tanh(W @ x +)"),
    good: cell("h = tanh(W @ x + U @ h[t-1])"),
  },
  RNN103: {
    title: "a bracket is never closed",
    explanation: "Every `(`, `[` and `{` needs its partner. The mark shows where the partner was expected at the latest, and which bracket it would close.",
    bad: cell("h = tanh(W @ x"),
    good: cell("h = tanh(W @ x)"),
  },
  RNN104: {
    title: "a word that is not a keyword",
    explanation: "Two words side by side at the start of a sentence are a declaration, and this one begins with a word that is no keyword. The nearest keyword is proposed.",
    bad: "cell mine(H) {\n  inptu x: [H]\n  output x\n}\n",
    good: "cell mine(H) {\n  input  x: [H]\n  output x\n}\n",
  },
  RNN105: {
    title: "a reserved word as a name",
    explanation: "`cell model input output state param part stack head train from` are reserved: they begin sentences, so no value can be called that. Every other word is free, `update` and `reset` too.",
    bad: cell("input = sigmoid(W @ x)\nh = input * h[t-1]"),
    good: cell("i = sigmoid(W @ x)\nh = i * h[t-1]"),
  },
  RNN106: {
    title: "two values side by side",
    explanation: "A product is always written: `@` is the product of a matrix and a vector, `*` multiplies element by element. An argument of a layer stands in parentheses.",
    bad: cell("h = tanh(W x + U @ h[t-1])"),
    good: cell("h = tanh(W @ x + U @ h[t-1])"),
  },
  RNN107: {
    title: "the time in parentheses",
    explanation: "The value of a step before is written with square brackets, `h[t-1]`; parentheses call a function.",
    bad: cell("h = tanh(W @ x + U @ h(t-1))"),
    good: cell("h = tanh(W @ x + U @ h[t-1])"),
  },
  RNN108: {
    title: "a subscript in braces",
    explanation: "Subscripts as in LaTeX are not part of the language: the time goes into square brackets, and any other subscript is simply part of the name.",
    bad: cell("h = tanh(W @ x + U @ h_{t-1})"),
    good: cell("h = tanh(W @ x + U @ h[t-1])"),
  },
  RNN109: {
    title: "a character that is not part of the language",
    explanation: "Signs are `+ - * / @ ++ < > <= >= == != = : , ( ) [ ] { }` and the aliases `⊙` for `*` and `·` for `@`. Signs that only look like one of these, such as a long dash from a word processor, are read as meant but have to be mended.",
    bad: cell("h = h[t-1] × 2"),
    good: cell("h = h[t-1] * 2"),
  },
  RNN110: {
    title: "a text that can't be read",
    explanation: "Texts stand in straight double quotes on one line. Inside, `\\\"` is a quote, `\\\\` a backslash, and `\\n`, `\\t` and `\\u00e9` are as in JSON.",
    bad: model(`${stack}head mood: class('sad', "glad") from last(h)`),
    good: model(`${stack}head mood: class("sad", "glad") from last(h)`),
  },
  RNN111: {
    title: "a number that can't be read",
    explanation: "Numbers are written `128`, `10_000`, `0.5`, `2e-3` or `10%`. `10%` is 0.1. They begin with a digit, and nothing may stick to them.",
    bad: cell("h = .5 * h[t-1]"),
    good: cell("h = 0.5 * h[t-1]"),
  },
  RNN112: {
    title: "brackets that are not a step in time",
    explanation: "Brackets after a value say which step it is of: `h[t-1]` is the last step's, `x[t]` this step's. Vectors are not indexed: sums and products act on all their elements.",
    bad: cell("h = W @ x + h[0]"),
    good: cell("h = W @ x + h[t-1]"),
  },
  RNN113: {
    title: "a sign or a part of a sentence is missing",
    explanation: "`name: type` gives a type, `name = value` gives a value or an option; arguments are separated by `,`; a stack and a head say with `from` what they read.",
    bad: model(`${stack}head text[t+1] from h\ntrain { batch 64 }`),
    good: model(`${stack}head text[t+1] from h\ntrain { batch = 64 }`),
  },
  RNN114: {
    title: "a comment of another language",
    explanation: "A comment begins with `//` and ends with the line. `///` above a cell or a model documents it.",
    bad: `# mine\n${cell("h = tanh(W @ x)")}`,
    good: `// mine\n${cell("h = tanh(W @ x)")}`,
  },
  RNN115: {
    title: "nothing in the file",
    explanation: "A .rnn file holds at least one cell or one model.",
    bad: "// Soon there will be a model here.\n",
    good: model(`${stack}head text[t+1] from h`),
  },
  RNN116: {
    title: "not a text",
    explanation: "A .rnn file is text in UTF-8. This one has bytes that text never has: it may be a picture, an archive, or text in another encoding, such as UTF-16 or Latin-1.",
    bad: "cell \0 mine",
    good: cell("h = tanh(W @ x)"),
  },
  RNN117: {
    title: "too large a file",
    explanation: "A file has at most a million characters. A spec of a network is a page or two; data go into files of their own.",
    bad: "",
    good: cell("h = tanh(W @ x)"),
  },
  RNN118: {
    title: "too many brackets or operations inside each other",
    explanation: "At most 100 brackets may be open at once, and an expression may be at most 400 operations deep. Give a part of it a name: `a = …`, then use `a`.",
    bad: cell(`h = ${"(".repeat(120)}x${")".repeat(120)}`),
    good: cell("h = x"),
  },
  RNN119: {
    title: "a separator that isn't written",
    explanation: "Declarations, equations, layers and options simply follow each other. Only names in a list and arguments in parentheses are separated, by `,`.",
    bad: cell("h = tanh(W @ x);"),
    good: cell("h = tanh(W @ x)"),
  },
  RNN120: {
    title: "chained comparisons",
    explanation: "A comparison gives 0 or 1, so `a < b < c` would compare that with `c`. Say what is meant: `(a < b) * (b < c)`.",
    bad: cell("h = 0 < h[t-1] < 1"),
    good: cell("h = (0 < h[t-1]) * (h[t-1] < 1)"),
  },
  RNN121: {
    title: "an equation for another step",
    explanation: "An equation says what a value is at this step, from this step's values and earlier ones. Move the time: `h[t+1] = … h[t] …` is `h = … h[t-1] …`.",
    bad: cell("h[t+1] = tanh(W @ x + U @ h[t])"),
    good: cell("h = tanh(W @ x + U @ h[t-1])"),
  },
  RNN122: {
    title: "`t` outside brackets",
    explanation: "`t` is the time and nothing else: it stands in `[t-1]` and the like, is no value to calculate with, and no name.",
    bad: cell("h = tanh(W @ x * t)"),
    good: cell("h = tanh(W @ x)"),
  },
  RNN123: {
    title: "too many problems",
    explanation: "After a hundred problems nothing more is shown: most likely this is not a .rnn file, or a large part of it got lost.",
    bad: "",
    good: cell("h = tanh(W @ x)"),
  },
};

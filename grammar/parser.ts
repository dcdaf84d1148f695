// The shape of the language: tokens to chevrotain's concrete tree, recovering from errors. Not here: what the
// tree means (build.ts), what a word is (words.ts).
import type { CstNode, IParserErrorMessageProvider, IToken, TokenType } from "chevrotain";
import { CstParser, EOF } from "./chevrotain.js";
import { explainSyntaxError } from "./syntax-error.js";
import type { Problem } from "./problem.js";
import * as T from "./tokens.js";

/** More errors than anyone reads: recovery calls itself once an error, so a file of nothing but errors must not go on. */
class TooManyErrors extends Error {}

/** chevrotain keeps one message an error; ours carries the token it expected, which is what the wording needs. */
function createMessages(limit: number): { readonly provider: IParserErrorMessageProvider; restart(): void } {
  let count = 0;
  const counted = (message: string): string => {
    if (++count > limit) throw new TooManyErrors();
    return message;
  };
  const provider: IParserErrorMessageProvider = {
    buildMismatchTokenMessage: ({ expected }) => counted(expected.name),
    buildNotAllInputParsedMessage: () => counted(""),
    buildNoViableAltMessage: () => counted(""),
    buildEarlyExitMessage: () => counted(""),
  };
  return {
    provider,
    restart() {
      count = 0;
    },
  };
}

const insertable = new Set<TokenType>([T.Colon, T.Equals, T.LeftCurly, T.LeftRound, T.LeftSquare, T.From, T.Comma]);

class RnnParser extends CstParser {
  constructor(errorMessageProvider: IParserErrorMessageProvider) {
    super(T.vocabulary, {
      recoveryEnabled: true,
      nodeLocationTracking: "onlyOffset",
      maxLookahead: 2,
      errorMessageProvider,
      skipValidations: true,
    });
    this.performSelfAnalysis();
  }

  /** A sign may be put in where it is missing; a name or a value must not be made up. */
  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type);
  }

  file = this.RULE("file", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.use) },
        { ALT: () => this.SUBRULE(this.cell) },
        { ALT: () => this.SUBRULE(this.model) },
      ]);
    });
    this.CONSUME(EOF);
  });

  use = this.RULE("use", () => {
    this.CONSUME(T.Use);
    this.CONSUME(T.Text);
  });

  // ---------------------------------------------------------------------------------------- cells

  cell = this.RULE("cell", () => {
    this.CONSUME(T.Cell);
    this.CONSUME(T.Name);
    this.OPTION(() => this.SUBRULE(this.header));
    this.CONSUME(T.LeftCurly);
    this.MANY(() => this.SUBRULE(this.cellMember));
    this.CONSUME(T.RightCurly);
  });

  header = this.RULE("header", () => {
    this.CONSUME(T.LeftRound);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.headerEntry) });
    this.CONSUME(T.RightRound);
  });

  headerEntry = this.RULE("headerEntry", () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Name) },
      {
        ALT: () => {
          this.CONSUME(T.Key);
          this.CONSUME(T.Equals);
          this.SUBRULE(this.expression);
        },
      },
    ]);
  });

  cellMember = this.RULE("cellMember", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.inputMember) },
      { ALT: () => this.SUBRULE(this.stateMember) },
      { ALT: () => this.SUBRULE(this.paramMember) },
      { ALT: () => this.SUBRULE(this.outputMember) },
      { ALT: () => this.SUBRULE(this.partMember) },
      { ALT: () => this.SUBRULE(this.equation) },
    ]);
  });

  inputMember = this.RULE("inputMember", () => {
    this.CONSUME(T.Input);
    this.SUBRULE(this.names);
    this.CONSUME(T.Colon);
    this.SUBRULE(this.sizes);
  });

  stateMember = this.RULE("stateMember", () => {
    this.CONSUME(T.State);
    this.SUBRULE(this.declaration);
  });

  paramMember = this.RULE("paramMember", () => {
    this.CONSUME(T.Param);
    this.SUBRULE(this.declaration);
  });

  declaration = this.RULE("declaration", () => {
    this.SUBRULE(this.names);
    this.CONSUME(T.Colon);
    this.SUBRULE(this.sizes);
    this.OPTION(() => {
      this.CONSUME(T.Equals);
      this.SUBRULE(this.expression);
    });
  });

  outputMember = this.RULE("outputMember", () => {
    this.CONSUME(T.Output);
    this.CONSUME(T.Name);
  });

  partMember = this.RULE("partMember", () => {
    this.CONSUME(T.Part);
    this.CONSUME(T.Name);
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  equation = this.RULE("equation", () => {
    this.CONSUME(T.Key);
    this.OPTION(() => this.SUBRULE(this.time));
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  names = this.RULE("names", () => {
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.CONSUME(T.Name) });
  });

  sizes = this.RULE("sizes", () => {
    this.CONSUME(T.LeftSquare);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(T.RightSquare);
  });

  // --------------------------------------------------------------------------------------- models

  model = this.RULE("model", () => {
    this.CONSUME(T.Model);
    this.CONSUME(T.Name);
    this.CONSUME(T.LeftCurly);
    this.MANY(() => this.SUBRULE(this.modelMember));
    this.CONSUME(T.RightCurly);
  });

  modelMember = this.RULE("modelMember", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.modelInput) },
      { ALT: () => this.SUBRULE(this.stack) },
      { ALT: () => this.SUBRULE(this.head) },
      { ALT: () => this.SUBRULE(this.train) },
    ]);
  });

  modelInput = this.RULE("modelInput", () => {
    this.CONSUME(T.Input);
    this.CONSUME(T.Name);
    this.CONSUME(T.Colon);
    this.CONSUME2(T.Name);
    this.OPTION(() => this.SUBRULE(this.sizes));
    this.OPTION2(() => {
      this.CONSUME(T.Of);
      this.SUBRULE(this.expression);
    });
    this.OPTION3(() => this.SUBRULE(this.options));
  });

  stack = this.RULE("stack", () => {
    this.CONSUME(T.Stack);
    this.CONSUME(T.Name);
    // What must be there but is easily forgotten is optional here and asked for in build.ts, which loses nothing around it.
    this.OPTION2(() => {
      this.CONSUME(T.From);
      this.SUBRULE(this.expression);
    });
    this.OPTION(() => {
      this.CONSUME(T.Init);
      this.SUBRULE2(this.expression);
    });
    this.SUBRULE(this.layers);
  });

  layers = this.RULE("layers", () => {
    this.CONSUME(T.LeftCurly);
    this.MANY(() => this.SUBRULE(this.layer));
    this.CONSUME(T.RightCurly);
  });

  layer = this.RULE("layer", () => {
    this.OPTION(() => this.SUBRULE(this.direction));
    this.CONSUME(T.Name);
    this.OPTION2(() => this.SUBRULE(this.arguments));
    this.OPTION3(() => this.CONSUME(T.Number));
    this.OPTION4(() => this.SUBRULE(this.layers));
  });

  direction = this.RULE("direction", () => {
    this.CONSUME(T.Direction);
    this.OPTION(() => {
      this.CONSUME(T.LeftRound);
      this.CONSUME(T.Name);
      this.CONSUME(T.RightRound);
    });
  });

  head = this.RULE("head", () => {
    this.CONSUME(T.Head);
    this.CONSUME(T.Name);
    this.OPTION(() => this.SUBRULE(this.time));
    this.OPTION2(() => {
      this.CONSUME(T.Colon);
      this.OPTION4(() => this.SUBRULE(this.headType));
    });
    this.OPTION5(() => {
      this.OR([{ ALT: () => this.CONSUME(T.From) }, { ALT: () => this.CONSUME(T.Equals) }]);
      this.SUBRULE(this.expression);
    });
    this.OPTION3(() => this.SUBRULE(this.options));
  });

  headType = this.RULE("headType", () => {
    this.CONSUME(T.Name);
    this.OPTION(() => this.SUBRULE(this.arguments));
    this.OPTION2(() => this.SUBRULE(this.sizes));
  });

  train = this.RULE("train", () => {
    this.CONSUME(T.Train);
    this.SUBRULE(this.options);
  });

  options = this.RULE("options", () => {
    this.CONSUME(T.LeftCurly);
    this.MANY(() => this.SUBRULE(this.entry));
    this.CONSUME(T.RightCurly);
  });

  entry = this.RULE("entry", () => {
    this.CONSUME(T.Key);
    this.CONSUME(T.Equals);
    this.SUBRULE(this.expression);
  });

  // ---------------------------------------------------------------------------------- expressions

  // Flat: which operator binds tighter is decided in build.ts, so that a long sum needs no deep calls.
  expression = this.RULE("expression", () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(T.Operator);
      this.SUBRULE2(this.operand);
    });
  });

  operand = this.RULE("operand", () => {
    this.MANY(() => this.CONSUME(T.Minus));
    this.OR([
      { ALT: () => this.CONSUME(T.Number) },
      { ALT: () => this.CONSUME(T.Text) },
      { ALT: () => this.CONSUME(T.Time) },
      {
        ALT: () => {
          this.CONSUME(T.Name);
          this.OPTION(() => this.SUBRULE(this.arguments));
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.LeftRound);
          this.SUBRULE(this.expression);
          this.CONSUME(T.RightRound);
        },
      },
    ]);
    this.MANY2(() => this.SUBRULE(this.time));
  });

  /** `[t-1]`, `[t+1..t+3]`; what stands in the brackets is judged in build.ts. */
  time = this.RULE("time", () => {
    this.CONSUME(T.LeftSquare);
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(T.Range);
      this.SUBRULE2(this.expression);
    });
    this.CONSUME(T.RightSquare);
  });

  arguments = this.RULE("arguments", () => {
    this.CONSUME(T.LeftRound);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.argument) });
    this.CONSUME(T.RightRound);
  });

  argument = this.RULE("argument", () => {
    this.OPTION(() => {
      this.CONSUME(T.Key);
      this.CONSUME(T.Equals);
    });
    this.SUBRULE(this.expression);
  });
}

export interface ParsedTokens {
  /** null if there are too many problems for the rest to mean anything. */
  readonly root: CstNode | null;
  readonly problems: readonly Problem[];
}

export type ParseTokens = (tokens: readonly IToken[], text: string) => ParsedTokens;

/** A parser that gives up after `limit` errors. */
export function createParser(limit: number): ParseTokens {
  const messages = createMessages(limit);
  const parser = new RnnParser(messages.provider);
  const explain = (tokens: readonly IToken[], text: string): Problem[] => {
    const places = new Map(tokens.map((token, i) => [token, i]));
    return parser.errors.map((error) => explainSyntaxError(error, { tokens, places, text }));
  };
  return (tokens, text) => {
    messages.restart();
    parser.input = [...tokens];
    try {
      const root = parser.file();
      return { root, problems: parser.errors.length === 0 ? [] : explain(tokens, text) };
    } catch (error) {
      if (error instanceof TooManyErrors) return { root: null, problems: explain(tokens, text) };
      throw error;
    }
  };
}

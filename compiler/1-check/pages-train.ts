// Pages of what is wrong in a train block: RNN400 to RNN499. Wording only.
import { modelOf, trainOf, type Page } from "./page.js";

export const trainPages = {
  RNN401: {
    severity: "error",
    title: "an option of `train` is not known",
    text: "The options are `optimizer`, `schedule`, `clip`, `gradient`, `update`, `batch`, `epochs`, `validate`, `patience`, `cut`, `teacher_forcing`, `decay`, `seed` and `metrics`. All have defaults; `rnnc inspect` prints them.",
    bad: trainOf("optimiser = adam(1e-3)"),
    good: trainOf("optimizer = adam(1e-3)"),
  },
  RNN402: {
    severity: "error",
    title: "an option has a value that it can't have",
    text: "Each option has its own values, such as `optimizer = adam(rate = 1e-3)`, `schedule = cosine(to = 1e-5)`, `clip = norm(1)`, `gradient = tbptt(64)`. Counts of time are epochs.",
    bad: trainOf("optimizer = adam(rate = -1)"),
    good: trainOf("optimizer = adam(rate = 1e-3)"),
  },
  RNN403: {
    severity: "error",
    title: "two things in a model don't go together",
    text: "Truncated and online learning (`tbptt`, `rtrl`, `update = step`) read a sequence from its beginning and learn on the way, so no layer may start from its end, and nothing may need the whole of it: `last(…)` may stand in a head, whose value counts once its sequence has ended. `update = step` and `update = sequence` learn from one sequence after the other, so they take no `batch`.",
    bad: trainOf("gradient = tbptt(20)", "cut = windows(50)"),
    good: trainOf("gradient = tbptt(20)"),
  },
  RNN405: {
    severity: "warning",
    absence: true,
    title: "`patience` has nothing to wait for",
    text: "`patience = 3` stops after three epochs in which the loss on the validation data didn't get better. This spec holds no data back for validation, so it must be given when training.",
    bad: trainOf("patience = 3"),
    good: trainOf("patience = 3", "validate = 10%"),
  },
  RNN406: {
    severity: "error",
    title: "a metric fits no head",
    text: "Heads of type `class`, `binary` and `multilabel` have `accuracy`, `f1`, `precision` and `recall`; `class` also `cross_entropy`, `perplexity` and `bits`, and `entity_f1` where its labels at every step are like `B-PER`, `I-PER`, `O`; `binary` also `auc`, `multilabel` also `subset_accuracy`. Heads of type `real` have `mae` and `rmse`. Without `metrics`, an evaluation tells those that people expect.",
    bad: trainOf("metrics = accuracy"),
    good: trainOf("metrics = mae ++ rmse"),
  },
  RNN407: {
    severity: "error",
    title: "real-time recurrent learning would need too much memory",
    text: "`gradient = rtrl` carries the derivative of every number of the states by every parameter they depend on: n units have about n² weights, so n³ numbers, whatever the length of the sequence. Truncated backpropagation, `tbptt(20, every = 1)`, also learns at every step, from the last 20.",
    bad: modelOf("input x: real[T]", "stack h from x { plain(1000) }", "head x[t+1] from h", "train { gradient = rtrl }"),
    good: modelOf("input x: real[T]", "stack h from x { plain(32) }", "head x[t+1] from h", "train { gradient = rtrl }"),
  },
  RNN408: {
    severity: "error",
    title: "`teacher_forcing` has nothing to act on",
    text: "In training a model reads the symbols of the data, also where it predicts them (teacher forcing). Below 100% some steps read the symbol that the model itself finds most probable, so that it learns to go on from its own mistakes. That needs a head that says, at every step, the symbol which the model reads next: `head text[t+1] from h` where `text` is read, or `head target[t] from decoder` where `target[t-1]` is read; and a model that can go step by step.",
    bad: trainOf("teacher_forcing = 50%"),
    good: modelOf("input text: chars[T] of 100", "stack h from text { embed(8)  plain(16) }", "head text[t+1] from h", "train { teacher_forcing = ramp(100%, 50%, over = 10) }"),
  },
  RNN404: {
    severity: "error",
    title: "an option is given twice",
    text: "A model has one `train` block, and each option stands in it once.",
    bad: trainOf("batch = 16", "batch = 32"),
    good: trainOf("batch = 32"),
  },
} as const satisfies Readonly<Record<string, Page>>;

// The trainings that are documented: which model, which data, which commands, and what stands beside the result.
// A table; run.mjs runs it, data.mjs prepares the data, report.mjs writes what came out.

/**
 * `spec`: the spec's file. `writes`: a model of language, of which perplexity is told; `text`: of one text, set beside
 * frequencies of characters. `squares`: squared errors are told too. `runs`: what is trained, one after the other; most have one:
 * - `label` where there are several; `model` where the spec has several.
 * - `data`: what to learn from, files of the data folder or, as `made:NAME`, made from them by data.mjs. `test`: the same, never
 *   learned from; `testName`: what it is called.
 * - `reading`: options of every command that reads data. `options`: further ones of `rnnc train`.
 * `then`: what is run on the trained weights and shown: lists of words, in which WEIGHTS, TEST and DATA stand for the first run's files
 * (WEIGHTS:LABEL for those of another). A list that begins with "node" is a script of this folder; one that begins with `rnnc`, the command line.
 */
export const trainings = [
  {
    name: "shakespeare",
    title: "A language model of characters: Shakespeare.",
    about: "`char_lm` on tinyshakespeare. The last 10 % of the text are held out.",
    spec: "specs/models/char_lm.rnn",
    text: true,
    runs: [{ data: ["charlm/tinyshakespeare.txt"] }],
    then: [["rnnc", "generate", "WEIGHTS", "--prompt", "ROMEO:", "--length", "500", "--seed", "1"]],
  },
  {
    name: "island",
    title: "A language model of characters: The Mysterious Island.",
    about: "`char_lm` on Jules Verne's novel, without what Project Gutenberg wrote before and after it. The last 10 % are held out.",
    spec: "specs/models/char_lm.rnn",
    text: true,
    runs: [{ data: ["made:mysterious_island.txt"] }],
    then: [["rnnc", "generate", "WEIGHTS", "--prompt", "The island", "--length", "500", "--seed", "1"]],
  },
  {
    name: "quijote",
    title: "A language model of characters, in Spanish: Don Quijote.",
    about: "`char_lm` on Cervantes's novel, without what Project Gutenberg wrote before and after it. The last 10 % are held out. The text is twice as long as the others, so it is read only twice.",
    spec: "specs/models/char_lm.rnn",
    text: true,
    runs: [{ data: ["made:don_quijote.txt"], options: ["--epochs", "2"] }],
    then: [["rnnc", "generate", "WEIGHTS", "--prompt", "En un lugar de la Mancha", "--length", "500", "--seed", "1"]],
  },
  {
    name: "sentiment",
    title: "Many to one: are film reviews positive or negative?",
    about: "`sentiment` on IMDb, in the official split. A twentieth of the training part is held out; it chooses the epoch whose weights are kept.",
    spec: "specs/models/sentiment.rnn",
    runs: [{ data: ["imdb/imdb_train.tsv.gz"], test: "imdb/imdb_test.tsv.gz", reading: ["--columns", "label,_,_,review"] }],
  },
  {
    name: "newsgroups",
    title: "Many to one: which newsgroup was a message posted to?",
    about: "`newsgroups` on the messages of sci.space and talk.politics.misc, in the official split by date: what is tested was posted later than what is learned from. The messages keep their headers.",
    spec: "specs/models/newsgroups.rnn",
    runs: [{ data: ["newsgroups/20news-bydate-train.sci.space_vs_talk.politics.misc.jsonl.gz"], test: "newsgroups/20news-bydate-test.sci.space_vs_talk.politics.misc.jsonl.gz" }],
  },
  {
    name: "pos",
    title: "Many to many: parts of speech, in English.",
    about: "`pos_tagger` on the English Web Treebank, in its official split.",
    spec: "specs/models/pos_tagger.rnn",
    runs: [{ data: ["pos/en_ewt-ud-train.conllu.gz"], validation: "pos/en_ewt-ud-dev.conllu.gz", test: "pos/en_ewt-ud-test.conllu.gz", reading: ["--columns", "words=form,tag=upos"] }],
  },
  {
    name: "pos-es",
    title: "Many to many: parts of speech, in Spanish.",
    about: "`pos_tagger` on AnCora and GSD. Only their development sets are learned from (90,593 words); the tests are the official ones.",
    spec: "specs/models/pos_tagger.rnn",
    runs: [{ data: ["pos/es_ancora-ud-dev.conllu.gz", "pos/es_gsd-ud-dev.conllu.gz"], test: "pos/es_ancora-ud-test.conllu.gz", testName: "official test set of AnCora", reading: ["--columns", "words=form,tag=upos"] }],
    then: [["rnnc", "evaluate", "WEIGHTS", "--data", "pos/es_gsd-ud-test.conllu.gz", "--columns", "words=form,tag=upos"]],
  },
  {
    name: "forecast",
    title: "Forecasts: a noisy sine, sunspots, temperatures, a transformer.",
    about:
      "`forecast`: the next value from the fifty before it. 2,000 steps of sin(2πt/40) + 0.1·N(0, 1), whose noise can't be foreseen (a root mean square error of about 0.1 is the least there is); the sunspots of each month from 1749 to 1983; the lowest temperature of each day in Melbourne from 1981 to 1990. The last 10 % of each are held out. Then the hourly oil temperature of ETTh1, in the split of the literature.",
    spec: "specs/models/forecast.rnn",
    runs: [
      { label: "noisy sine", data: ["made:noisy_sine.csv"] },
      { label: "sunspots", data: ["timeseries/monthly-sunspots.csv"], reading: ["--columns", "x=Sunspots"] },
      { label: "temperatures", data: ["timeseries/daily-min-temperatures.csv"], reading: ["--columns", "x=Temp"] },
      { label: "oil temperature of ETTh1", data: ["timeseries/ETTh1.csv.gz"], reading: ["--columns", "x=OT"], options: ["--split", "8640,2880,2880"] },
    ],
  },
  {
    name: "window",
    title: "The network without recurrence: five values, and the next.",
    about: "`window` on the series of `forecast`, to compare.",
    spec: "specs/models/window.rnn",
    runs: [
      { label: "noisy sine", data: ["made:noisy_sine.csv"] },
      { label: "sunspots", data: ["timeseries/monthly-sunspots.csv"], reading: ["--columns", "x=Sunspots"] },
      { label: "temperatures", data: ["timeseries/daily-min-temperatures.csv"], reading: ["--columns", "x=Temp"] },
    ],
  },
  {
    name: "online",
    title: "Learning at every step: real-time recurrent learning.",
    about: "`online` reads the series once and changes its weights after each step, by the exact gradient of RTRL. Then the last 10 %, which it has not seen.",
    spec: "specs/models/online.rnn",
    runs: [
      { label: "noisy sine", data: ["made:noisy_sine.csv"] },
      { label: "sunspots", data: ["timeseries/monthly-sunspots.csv"], reading: ["--columns", "x=Sunspots"] },
    ],
  },
  {
    name: "etth1",
    title: "A forecast of seven channels: an electricity transformer.",
    about: "The next hour of ETTh1's seven channels from the forty-eight before it, in the split of the literature: 8,640 hours to learn from, 2,880 held out, 2,880 to test on. Scalers are fitted to the first part alone.",
    spec: "learn/etth1.rnn",
    runs: [{ data: ["timeseries/ETTh1.csv.gz"], reading: ["--columns", "x=HUFL..OT"], options: ["--split", "8640,2880,2880"] }],
  },
  {
    name: "normalised",
    title: "Batch normalisation between two LSTMs: which movement was recorded?",
    about: "`normalised` on BasicMotions: forty recordings to learn from, forty to test on.",
    spec: "specs/models/normalised.rnn",
    runs: [{ data: ["timeseries/BasicMotions_TRAIN.ts"], test: "timeseries/BasicMotions_TEST.ts", reading: ["--columns", "x=x,activity=label"], heldOut: false }],
  },
  {
    name: "feedback",
    title: "Recurrence across layers: first names.",
    about: "`feedback`, a cell of two parts of which the upper feeds the lower, learns to spell 32,033 first names; a tenth of them is held out.",
    spec: "specs/models/feedback.rnn",
    writes: true,
    runs: [{ data: ["names/names.txt"], reading: ["--columns", "name=1"] }],
    then: [["rnnc", "generate", "WEIGHTS", "--count", "20", "--seed", "1"]],
  },
  {
    name: "captions",
    title: "One to many: surnames of a language.",
    about: "`captions` on surnames of eighteen languages. The vector says the language; a tenth of the names is held out. Then ten names of each language, drawn with a temperature of 0.8.",
    spec: "specs/models/captions.rnn",
    writes: true,
    runs: [{ data: ["names/by_language"], reading: ["--columns", "language=onehot(file),caption=line"] }],
    then: [["node", "learn/names.mjs", "WEIGHTS"]],
  },
  {
    name: "translate",
    title: "Sequence to sequence: from English to Spanish.",
    about: "`translate` on the 50,000 shortest pairs of Tatoeba's sentences; 2 % of them, drawn at random, are held out; a sentence may have other translations among those that are learned from.",
    spec: "specs/models/translate.rnn",
    writes: true,
    runs: [{ data: ["seq2seq/spa-eng.zip"], reading: ["--columns", "source=1,target=2", "--limit", "50000"] }],
    then: [
      ["rnnc", "evaluate", "WEIGHTS", "--bleu"],
      ["rnnc", "evaluate", "WEIGHTS", "--bleu", "--beam", "4"],
      ["rnnc", "predict", "WEIGHTS", "--data", "learn/sentences.txt", "--columns", "source=1"],
      ["rnnc", "predict", "WEIGHTS", "--data", "learn/sentences.txt", "--columns", "source=1", "--beam", "4"],
    ],
  },
  {
    name: "anbncn",
    title: "The original LSTM counts: aⁿbⁿcⁿ.",
    about: "`anbncn` learns the strings with n from 1 to 10, one of each, and is then asked for longer ones: every symbol after the first b is determined. Three seeds.",
    spec: "specs/models/anbncn.rnn",
    runs: [1, 2, 3].map((seed) => ({ label: `seed ${seed}`, data: ["made:anbncn_train.jsonl"], options: ["--seed", String(seed)], heldOut: false })),
    then: [1, 2, 3].map((seed) => ["node", "learn/anbncn.mjs", `WEIGHTS:seed ${seed}`]),
  },
  {
    name: "adding",
    title: "A dependency over a hundred steps: the adding problem.",
    about: "The same network with three cells: which two of a hundred numbers are marked, and what is their sum? To always answer 1 has a mean squared error of 0.167. The picture of the gradients, [docs/gradients.png](gradients.png), shows why: in the trained networks with gates the gradient of the loss reaches back to the first step, in Elman's it is gone after a few.",
    spec: "learn/adding.rnn",
    squares: true,
    runs: ["lstm", "gru", "elman"].map((cell) => ({ label: cell, model: `adding_${cell}`, data: ["made:adding_train.jsonl"], test: "made:adding_test.jsonl", testName: "new examples", heldOut: false })),
    then: [["node", "dist/cli/rnnc.js", "plot", "learn/adding.rnn", "--gradients", "--weights", "WEIGHTS:lstm", "--weights", "WEIGHTS:gru", "--weights", "WEIGHTS:elman", "--data", "made:adding_test.jsonl", "--out", "docs/gradients.png"]],
  },
];

// The trainings that are documented: which model, which data, which commands, and what stands beside the result.
// A table; run.mjs runs it, data.mjs prepares the data, report.mjs writes what came out.

/**
 * `data`: the file to learn from, of the data folder (`file`; several: `files`) or made (`made`: a name of data.mjs).
 * `test`: the same, or a file of the data folder, for what is never learned from. `options`: of `rnnc train`, beyond data and weights.
 * `sample`: what the model reads before it writes.
 */
export const trainings = [
  {
    name: "shakespeare",
    title: "A language model of characters: Shakespeare.",
    about: "`char_lm` on tinyshakespeare. The last 10 % of the text are held out.",
    spec: "specs/models/char_lm.rnn",
    data: { file: "charlm/tinyshakespeare.txt" },
    sample: "ROMEO:",
  },
  {
    name: "island",
    title: "A language model of characters: The Mysterious Island.",
    about: "`char_lm` on Jules Verne's novel, without what Project Gutenberg wrote before and after it. The last 10 % are held out.",
    spec: "specs/models/char_lm.rnn",
    data: { made: "mysterious_island.txt" },
    sample: "The island",
  },
  {
    name: "quijote",
    title: "A language model of characters, in Spanish: Don Quijote.",
    about: "`char_lm` on Cervantes's novel, without what Project Gutenberg wrote before and after it. The last 10 % are held out. The text is twice as long as the others, so it is read only twice.",
    spec: "specs/models/char_lm.rnn",
    data: { made: "don_quijote.txt" },
    options: ["--epochs", "2"],
    sample: "En un lugar de la Mancha",
  },
  {
    name: "newsgroups",
    title: "A classifier: which newsgroup was a message posted to?",
    about: "`newsgroups` on the messages of sci.space and talk.politics.misc, in the official split by date: what is tested was posted later than what is learned from. The messages keep their headers.",
    spec: "specs/models/newsgroups.rnn",
    data: { file: "newsgroups/20news-bydate-train.sci.space_vs_talk.politics.misc.jsonl.gz" },
    test: "newsgroups/20news-bydate-test.sci.space_vs_talk.politics.misc.jsonl.gz",
  },
  {
    name: "sunspots",
    title: "A forecast: monthly sunspots.",
    about: "`forecast` on the number of sunspots of each month from 1749 to 1983: the next month from the fifty before it. The last 10 % of the months are held out.",
    spec: "specs/models/forecast.rnn",
    data: { file: "timeseries/monthly-sunspots.csv" },
    options: ["--columns", "x=Sunspots"],
  },
  {
    name: "sine",
    title: "A forecast: a noisy sine.",
    about: "`forecast` on 2,000 steps of sin(2πt/40) + 0.1·N(0, 1): the next value from the fifty before it. The last 10 % are held out. The noise itself can't be foreseen: a root mean square error of about 0.1 is the least there is.",
    spec: "specs/models/forecast.rnn",
    data: { made: "noisy_sine.csv" },
  },
];

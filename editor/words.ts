// What the words of the language mean, a sentence or two each, for hovers. One entry a word; the tests compare the lists with
// the compiler's, so that none is forgotten. What is wrong with a spec is the diagnostics' to say.

type Words = Readonly<Record<string, string>>;

export const keywords: Words = {
  use: "Names a file whose cells may be used here: `use \"./mine.rnn\"`.",
  cell: "A recurrent cell: inputs, states, parameters, and equations that say what happens at one step.",
  model: "A network: inputs, stacks of layers, heads, and how it is trained.",
  input: "In a cell, what it reads at each step: `input x: [D]`. In a model, a column of the data: `input text: chars[T] of 128`.",
  output: "The equation that is passed on to the layer above.",
  state: "A value that is carried from step to step: `h[t-1]` is the last step's. It must have an equation.",
  param: "Weights that are learned, with their sizes: `param W: [H, D]`. Matrices start as `glorot`, vectors as `zeros`.",
  part: "A cell inside this cell: `part lower = elman(H)`, then `a = lower(x)`.",
  stack: "Layers one above the other: `stack h from x { lstm(64)  dropout(20%) }`.",
  head: "What is read off the network: `head label: class(4) from last(h)`. With `from` a learned affine map comes before it; with `=` the value is taken as it is.",
  train: "How the network is trained. What isn't said has a default.",
  from: "Where values come from: an input, a stack, `v[t-1]`, `last first mean max` of one, or several joined by `++`.",
  init: "Where the states of a stack start: `init v` (an affine map of a vector), `init final(encoder)` (a copy), `init learned`.",
  of: "How many symbols there are: `words[T] of 10_000`.",
  final: "The states another stack ends with: `init final(encoder)`. Layers pair from the bottom, states by name.",
};

export const functions: Words = {
  sigmoid: "1 / (1 + e⁻ᵛ), element by element: between 0 and 1.",
  tanh: "The hyperbolic tangent, element by element: between -1 and 1.",
  relu: "max(v, 0), element by element.",
  softplus: "log(1 + eᵛ), element by element.",
  exp: "eᵛ, element by element.",
  log: "The natural logarithm, element by element.",
  sqrt: "The square root, element by element.",
  abs: "|v|, element by element.",
  hard_sigmoid: "v / 6 + 1/2, cut to between 0 and 1, element by element.",
  gelu: "v times the normal distribution's share below v, element by element.",
  silu: "v times sigmoid(v), element by element.",
  elu: "v above 0, eᵛ - 1 below, element by element.",
  softmax: "eᵛ divided by its sum over the vector: shares that sum to 1.",
  layer_norm: "The vector minus its mean, divided by its deviation. Gain and shift are parameters of your own, if wanted.",
  sum: "The sum of a vector: a number.",
  mean: "The mean of a vector: a number.",
  max: "Of one vector its largest number; of two values the larger, element by element.",
  min: "Of one vector its smallest number; of two values the smaller, element by element.",
  where: "`where(condition, a, b)`: a where the condition is not 0, else b.",
  dropout: "`dropout(v, p)`: while training each number is 0 with probability p and the others are divided by 1 - p, drawn anew at each step; otherwise v.",
  repeat: "`repeat(v, C)`: the first number C times, then the second C times, and so on.",
};

export const layers: Words = {
  embed: "A vector for each id, learned: `embed(128)`. With `frozen = true` it doesn't learn; with `file` it starts from word vectors.",
  onehot: "A vector of zeros with a 1 at the id.",
  dense: "An affine map and a function, at every step: `dense(25, relu)`.",
  dropout: "While training each number is 0 with the given probability, drawn anew at each step; otherwise nothing.",
  batch_norm: "Each number is brought to mean 0 and deviation 1 over the rows of the batch, then scaled and shifted by learned numbers. Outside training, by running means.",
  layer_norm: "Each row is brought to mean 0 and deviation 1, then scaled and shifted by learned numbers.",
  window: "The last p inputs side by side, zeros outside: `window(5)`, `window(3, ahead = 2)`.",
  last: "What the layer below ends with: one vector a sequence. Of both directions, what each ends with.",
  first: "What the layer below begins with: one vector a sequence.",
  mean: "The mean over all steps: one vector a sequence.",
  max: "The largest value over all steps, number by number: one vector a sequence.",
  stacked: "The layers inside, repeated, with fresh weights each time: `stacked 3 { lstm(64) }`.",
  residual: "The layers inside, and what comes in added to what comes out: `residual { dense(64, relu) }`.",
  linear: "Nothing: the value as it is.",
};

export const directions: Words = {
  backward: "The layer runs from the last step to the first: `[t-1]` is the step read before, the one to the right.",
  bidirectional: "Two copies of the layer with weights of their own, one forward, one backward, side by side (or merged by `sum`, `mean`, `product`).",
  concat: "Both directions side by side: twice as many values.",
  sum: "The sum of both directions.",
  mean: "The mean of both directions.",
  product: "The product of both directions, number by number.",
};

/** Options of a cell as a layer, beside those of its header. */
export const layerOptions: Words = {
  dropout: "Of what the layer reads: one mask a sequence, while training.",
  recurrent_dropout: "Of states of the last step where they enter a product `@`: one mask a sequence, while training.",
  frozen: "The embedding doesn't learn.",
  file: "A text file with a word and its vector a line, from which the embedding starts.",
  ahead: "Steps after the present one that are read too.",
};

export const inputTypes: Words = {
  token: "Ids from 0 to the number given, minus 1.",
  words: "Text as words: lower-cased, split at spaces, punctuation apart. The most frequent words of the training part have ids; id 0 is any other.",
  chars: "Text as characters. Those of the training part have ids, most frequent first; id 0 is any other.",
  bytes: "Text as its bytes in UTF-8: 256 ids.",
  real: "Numbers: `real[T]` one a step, `real[T, 6]` six a step, `real[2048]` a vector without time.",
};

export const headTypes: Words = {
  class: "One of several classes: softmax and cross entropy. `class(4)`: any four, `class(\"no\", \"yes\")`: these.",
  binary: "Yes or no: sigmoid and binary cross entropy.",
  multilabel: "Any of several labels: a sigmoid for each.",
  real: "Numbers: mean squared error.",
};

export const options: Words = {
  keep: "Of each sequence only so many steps: `first(100)` or `last(200)`.",
  scale: "Numbers are brought to mean 0 and deviation 1 (`standard`) or to between 0 and 1 (`minmax`), by the training part. Predictions come in the data's units.",
  case: "`keep`: words keep their capitals.",
  loss: "How far what is said is from what should be said.",
  weight: "How much this head's loss counts in the sum. Default 1.",
  standard: "Mean 0 and deviation 1, over the training part.",
  minmax: "Between 0 and 1, over the training part.",
};

export const losses: Words = {
  cross_entropy: "−log of the probability of the right class, in nats.",
  binary_cross_entropy: "−log of the probability of what is right, for each label.",
  squared_error: "Half the sum of squared differences.",
  mean_squared_error: "The mean of squared differences.",
  mean_absolute_error: "The mean of absolute differences.",
  huber: "Half the square of a difference up to 1, then its size minus 1/2.",
};

export const initials: Words = {
  glorot: "Uniform, with variance 2 / (rows + columns) (Glorot & Bengio 2010).",
  orthogonal: "Rows (or columns) at right angles and of length 1 (Saxe, McClelland & Ganguli 2014).",
  zeros: "Starts at 0.",
  ones: "Starts at 1.",
  identity: "1 on the diagonal, 0 elsewhere.",
  uniform: "Uniform between two numbers: `uniform(-a, a)`.",
  normal: "Normal with a mean and a deviation: `normal(0, 0.01)`.",
  learned: "A state that starts at learned numbers, the same for all sequences.",
};

export const trainOptions: Words = {
  optimizer: "How weights follow their gradients: `sgd`, `rmsprop`, `adagrad`, `adam`, `adamw`, with a `rate`.",
  schedule: "How the rate changes: `constant`, `step`, `exponential`, `cosine`, `plateau`.",
  clip: "Bounds the gradient before an update: `norm(5)`, `norm(1, each)`, `value(1)`.",
  gradient: "How far back gradients go: `bptt` (whole sequences), `tbptt(64)` (chunks, the state carried on), `rtrl` (forward mode, online).",
  update: "When weights change: after a `batch`, a `sequence`, a `step`, or an `epoch`.",
  batch: "Sequences (or windows) an update; with `tbptt`, streams read side by side.",
  epochs: "Times through the training data; a fraction is fine.",
  validate: "The share of the sequences that is held out; of one long sequence, its last part.",
  patience: "Epochs without improvement after which training stops and the best weights come back.",
  cut: "Sequences are cut into windows: `windows(50, stride = 1)`.",
  teacher_forcing: "How often the model reads the right symbol instead of its own: `ramp(100%, 50%, over = 10)`.",
  decay: "Pulls weights to 0: so much of each is added to its gradient.",
  seed: "Of initial weights, order, dropout and the held-out part.",
  metrics: "What evaluations tell, instead of what is usual for the heads.",
};

export const trainWords: Words = {
  sgd: "Weights go against their gradient: `sgd(rate = 1e-2, momentum = 0.9, nesterov = true)`.",
  rmsprop: "Steps divided by the root of a running mean of squared gradients.",
  adagrad: "Steps divided by the root of the sum of squared gradients.",
  adam: "Running means of gradients and of their squares (Kingma & Ba 2015).",
  adamw: "Adam with weight decay apart from the gradient (Loshchilov & Hutter 2019).",
  constant: "The rate stays.",
  step: "As a schedule, the rate is multiplied by a factor every so many epochs. As an `update`, weights change at every step.",
  exponential: "The rate is multiplied by a factor each epoch.",
  cosine: "The rate falls along half a cosine, after a `warmup`.",
  plateau: "The rate is multiplied by a factor when the loss has not improved for some epochs.",
  norm: "The gradient is scaled down where its norm is larger; all of it together, or with `each`, parameter by parameter.",
  value: "Each number of the gradient is cut.",
  bptt: "Backpropagation through time, through whole sequences.",
  tbptt: "Truncated backpropagation through time: chunks of K steps, read in order; the state is carried on, the gradient is not.",
  rtrl: "Real-time recurrent learning (Williams & Zipser 1989): the exact gradient, forward in time.",
  windows: "Windows of so many steps: `windows(50, stride = 1)`.",
  ramp: "From one share to another, over so many epochs.",
  warmup: "Epochs in which the rate rises from 0.",
  rate: "The learning rate, before the schedule.",
  batch: "Weights change after every batch.",
  sequence: "Weights change after every sequence.",
  epoch: "Weights change once an epoch.",
};

export const metricWords: Words = {
  accuracy: "The share that is right.",
  f1: "The harmonic mean of precision and recall; of several classes, the mean of theirs.",
  precision: "Of what was said, the share that is right.",
  recall: "Of what there is, the share that was found.",
  entity_f1: "F1 over whole entities, of labels like B-PER, I-PER, O.",
  cross_entropy: "Nats: the mean of −log of the right symbol's probability.",
  perplexity: "e to the cross entropy: among how many symbols the model is in doubt.",
  bits: "The cross entropy in bits.",
  auc: "The area under the ROC curve: 0.5 is chance, 1 is right.",
  subset_accuracy: "The share of rows of which all labels are right.",
  mae: "The mean absolute error, in the data's units.",
  rmse: "The root of the mean squared error, in the data's units.",
};

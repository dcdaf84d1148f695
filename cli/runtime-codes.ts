// A page for every error of the runtime (`rnnc explain RNN703`): RNN6xx the API, RNN7xx data, RNN8xx checkpoints,
// RNN9xx training. They stand here so that no bundle of a network carries them; the wording of one occurrence,
// with its names and numbers, is the runtime's.

export interface RuntimePage {
  /** One line, lower case, no full stop. */
  readonly title: string;
  readonly meaning: string;
  /** What most often brings it about. */
  readonly cause: string;
  readonly remedy: string;
}

const broken = "If you didn't write to buffers yourself, this is a mistake in rnnc: please report it with the spec and the message.";

export const runtimePages = {
  // ------------------------------------------------------------------------------------------ the API
  RNN601: {
    title: "a model is used after it was disposed of",
    meaning: "`dispose()` gives a model's memory back. After it the model can't compute, train or save.",
    cause: "`dispose()` is called while a `predict` or a training is still running, or a disposed model stayed in a variable.",
    remedy: "Await what is running first, dispose of a model last, and create it again to use it again.",
  },
  RNN603: {
    title: "numbers don't fit the tensor they are for",
    meaning: "A parameter or a buffer takes exactly as many numbers as its shape has, all finite, of its own kind (Float32Array or Int32Array).",
    cause: "`parameters.set` is given a nested list, the weights of a network of another size, or a NaN.",
    remedy: "Give one flat list, row by row. `parameters.get(name)` says the shape.",
  },
  RNN604: {
    title: "an output is not known",
    meaning: "A program of the network was asked for a result that it doesn't compute.",
    cause: "An output's name is misspelt, or the program that makes it was not among those run.",
    remedy: "Ask for `output.NAME` of a head, `loss`, `norm` or `loss.NAME`, from the program that makes it; or call `predict`, `evaluate` and `fit`, which do.",
  },
  RNN605: {
    title: "a program is not known",
    meaning: "A network has the programs that its spec needs, such as `predict`, `forward`, `backward`, `update` and, where it can be streamed, `step`.",
    cause: "`step` is run on a model that can't be streamed.",
    remedy: "Call the model's own methods; `description` says whether it is streamable.",
  },
  RNN606: {
    title: "a buffer is not known",
    meaning: "Between runs a network keeps `parameters` and the optimizer's `moment1` and `moment2`, as far as it has them, and nothing else.",
    cause: "The moments of an optimizer without moments are asked for: plain `sgd` has none.",
    remedy: "Read `parameters`, and only as many moments as `description.moments` says.",
  },
  RNN607: {
    title: "a batch lacks something a program reads",
    meaning: "A program reads columns, targets, a rate or random keys from the batch that it is given, and one of them is not there.",
    cause: "A batch that was packed without targets is used for training.",
    remedy: `Pack it with \`targets: true\`, or call \`trainStep\`, which does. ${broken}`,
  },
  RNN608: {
    title: "this engine can't run the network",
    meaning: "The network is WebAssembly with 128-bit SIMD, and this browser or this Node refuses to load it; or it is for a GPU that can't hold its weights, or was compiled without.",
    cause: "The engine is older than 2023, WebAssembly is switched off by a policy, or the generated files were changed. On `webgpu`: the model is larger than one buffer of the GPU.",
    remedy: "Use a newer browser or Node 20, allow `wasm-unsafe-eval` in the page's content security policy, compile the spec again, or use the other device.",
  },
  RNN609: {
    title: "a batch needs more memory than there is",
    meaning: "All steps of all sequences of a batch are kept for the way back, and WebAssembly has at most 4 GiB, a GPU what its largest buffer holds and what is free of its memory. Inside TensorFlow.js on WebGPU a call can't wait for the GPU's answer: its results are zeros then, and the next call says why.",
    cause: "Very long sequences are read whole, or other programs hold the GPU's memory.",
    remedy: "Use a smaller `batch`, cut sequences with `cut = windows(200)`, or read them in parts with `gradient = tbptt(64)`.",
  },
  RNN611: {
    title: "a model has not been fitted yet",
    meaning: "Vocabularies, class names and scalers are taken from the training data. This model has not seen any, so it can't turn words into ids or numbers into its own scale.",
    cause: "`predict` is called on a model that was created without weights.",
    remedy: "Create it with weights, `create({ weights })`, or train it first.",
  },
  RNN612: {
    title: "the model has no input or head of that name",
    meaning: "Columns and labels are named as in the spec, upper and lower case too.",
    cause: "A name is misspelt, or the spec was changed and the program that calls it was not.",
    remedy: "Use the names of the spec's `input` and `head` lines. In TypeScript the generated types know them. Of a stream, `step` takes what has the time of the steps, `stream({ inputs })` everything else.",
  },
  RNN613: {
    title: "a state or a segment doesn't fit the model",
    meaning: "States that are put into a stream or a batch have the names, the sizes and the finite numbers of the model's own; a segment lies inside its sequence.",
    cause: "The states of another model, or of an older version of it, are restored; or the first states are read of a stream whose model computes them.",
    remedy: "Restore only what a stream of the same model has given, and wait for `stream.begin()` before reading states before the first step.",
  },
  RNN614: {
    title: "the model has no parameter of that name",
    meaning: "Parameters are named by stack, layer and cell: `encoder.1.W`.",
    cause: "A name is misspelt, or a layer was put in before it and the numbers moved.",
    remedy: "`parameters.names()` lists them, and so does `rnnc inspect`. `setEmbedding` takes embeddings alone: names that end in `.E`.",
  },
  RNN615: {
    title: "a model has its vocabulary already",
    meaning: "Weights mean nothing with another vocabulary: id 7 would be another word.",
    cause: "`setFitted` is called on a model that was trained or loaded.",
    remedy: "Create a new model to fit other data, or go on with the vocabulary that it has.",
  },
  RNN616: {
    title: "this model can't be streamed",
    meaning: "A stream gives one step at a time and knows nothing of what comes. This model needs the whole sequence.",
    cause: "It takes the `mean` or `max` of a sequence, or has a layer that reads backward or ahead. `rnnc inspect` says which.",
    remedy: "Use `predict` with whole sequences, or take the `last` step instead.",
  },
  RNN617: {
    title: "this model can't generate",
    meaning: "To write on, a model must predict what it reads: what it says at a step is what it reads at the next, for every input along that time axis. BLEU is of models that write a sequence of symbols, to a boundary, from what they are given.",
    cause: "The spec has a head for a label or another column, and none for the input itself; or `[t+2]` alone.",
    remedy: "Write a head like `head text[t+1] from h`, or `head target[t]` where `target[t-1]` is read; or use `predict`.",
  },
  RNN618: {
    title: "an option of `generate` has a value that it can't have",
    meaning: "`length` is a whole number of steps, `temperature` at least 0, `topK` a whole number of at least 1, `topP` above 0 and at most 1, `seed` a whole number; `count` and `beam` are at least 1, `lengthPenalty` at least 0. Beam search draws nothing and is for one input of symbols.",
    cause: "A share is given in percent, `topP: 90`; or `beam` beside `temperature`.",
    remedy: "Give `topP: 0.9`. The message says which option it is and what it should be.",
  },
  RNN619: {
    title: "`create` has no such option, or not with that value",
    meaning: "`device` is \"wasm\", \"webgpu\" or \"auto\", `seed` a whole number, `weights` bytes or a URL; `webgpu` is an object with `recurrence` (\"stepped\", \"persistent\" or \"auto\"), `measurements`, `gpu` and `software`.",
    cause: "A name or a value is misspelt; or in Node the path of a file is given as `weights`.",
    remedy: "Take the name that the message offers. Read the file and give its bytes, or give `new URL(\"lm.safetensors\", import.meta.url)`.",
  },
  RNN620: {
    title: "a training option is not known, or is compiled into the model",
    meaning: "Rate, schedule, batch, epochs, validate, patience, cut, steps of tbptt and seed can be given when training. The optimizer, clipping, decay and the kind of gradient are part of the compiled code.",
    cause: "`optimizer` is given to `fit`, or a name is misspelt.",
    remedy: "Change what is compiled in the spec's train block, and compile again.",
  },
  RNN621: {
    title: "a training option has a value that it can't have",
    meaning: "Counts are whole numbers from 1, `rate` is at least 0, `validate` is a share from 0 to below 1. Windows and truncated BPTT exclude each other. A model with `update = step` or `sequence` learns from one sequence after the other: its `batch` is 1.",
    cause: "A share is given in percent: `validate: 10`.",
    remedy: "Give `validate: 0.1`. The message says which option it is and what it should be.",
  },
  RNN623: {
    title: "`patience` is given, and nothing is held out for validation",
    meaning: "`patience` stops when the loss on the validation data no longer improves, and nothing is held out.",
    cause: "`validate` is 0, or there is a single example that can't be cut.",
    remedy: "Give `validate = 10%`, or validation data of their own, or leave out `patience`.",
  },
  RNN624: {
    title: "a batch has nothing to predict",
    meaning: "`trainStep` was given no sequence, or sequences that are too short to have a step after the one that is read.",
    cause: "An empty list, or sequences of one step for a head at `[t+1]`.",
    remedy: "Leave out such batches.",
  },
  RNN625: {
    title: "there is no training to go on with, or it is complete",
    meaning: "`resume` goes on where a training stopped. This model was never trained, or its training has reached its last epoch or stopped early.",
    cause: "`--resume` is given with the same number of epochs as before.",
    remedy: "Give more `epochs`, or more `patience` where it stopped early; leave out `resume` to begin.",
  },
  RNN626: {
    title: "a model is being trained already",
    meaning: "A training changes weights, moments and the place in its data after every update. Two at once, or a checkpoint that is loaded between two updates, would make of them what neither meant.",
    cause: "`fit` or `trainStep` is called a second time before the first has ended (a button that is pressed twice), or `load` in the middle. A generator of `fit` that was begun and never left counts too.",
    remedy: "Await the end of the one before: leave its loop, or abort the `signal` that it was given. To train two at once, create two models.",
  },
  RNN630: {
    title: "data in a GPU buffer is given to a model on WASM",
    meaning: "A model on WASM computes in the memory of the processor; what lies in a `GPUBuffer` is out of its reach.",
    cause: "The model was created without `device: \"webgpu\"`, and is part of a larger one on the GPU.",
    remedy: "Create it with `device: \"webgpu\"`, or read the buffer first.",
  },
  RNN631: {
    title: "there is no GPU that WebGPU can use",
    meaning: "A model was to run on `webgpu`, and no device could be had. The message says what is missing: WebGPU itself, a GPU, or the right to use it.",
    cause: "A page that isn't served by https or from localhost, an older browser, hardware acceleration that is switched off; in Node, npm's `webgpu` is not installed, or there is no Vulkan driver.",
    remedy: "Do what the message says, or use `wasm`; `auto` takes the GPU where there is one and WebAssembly elsewhere.",
  },
  RNN632: {
    title: "the GPU was lost",
    meaning: "The device that a model runs on is gone, with everything in its memory. What was computed since the last completed update is lost; the weights after it are kept, as long as they are small enough to be copied after every update.",
    cause: "The driver or the browser's GPU process crashed or was restarted, the machine slept, a GPU ran for too long, or somebody called `destroy()`.",
    remedy: "`rnnc train` has saved the weights, and says the command that goes on with them. In a program save the model, `await model.save()`, and create it again with what was saved: `create({ weights })`; training goes on with `resume: true`.",
  },
  RNN633: {
    title: "a program is enqueued before it is ready",
    meaning: "`enqueue` can't wait, and the first use of a program on a GPU has to: its kernels are compiled then.",
    cause: "`enqueue` is called without `warm`, or while an earlier call (`predict`, `load`, …) still waits for kernels to be compiled or for memory.",
    remedy: "Await `warm` with the same programs once, and every other call, before `enqueue`.",
  },
  RNN640: {
    title: "a model was compiled to be used alone",
    meaning: "To be a part of a larger model, a model needs two more programs: one that gives its outputs and keeps what the gradient needs, one that takes the gradient back. They make a module larger, so they are written only where they are asked for.",
    cause: "`asFunction` or `layerOf` was given a module that `rnnc compile` wrote without `--layer`.",
    remedy: "Compile it again: `rnnc compile MODEL.rnn --layer`.",
  },
  RNN641: {
    title: "a tensor doesn't fit a model's input",
    meaning: "Inputs of reals take float32 [B, T, D], inputs of ids int32 [B, T], without the T where the input has no time. All have the same number of sequences B, inputs along one axis the same number of steps T. `lengths` are whole numbers from 0 to T, one a sequence, and ids are below the input's size.",
    cause: "An axis is missing or too many, ids are of float32, or a mask leaves out steps in the middle.",
    remedy: "Bring the tensor into the shape that the message says: `tf.expandDims`, `tf.cast(ids, \"int32\")`. Fill sequences up at their end.",
  },
  RNN642: {
    title: "a model and tensors are on different devices",
    meaning: "A model on WebGPU reads tensors of TensorFlow.js's backend \"webgpu\" on the same GPU device; a model on WASM reads tensors of backends whose numbers are there at once: \"wasm\", \"cpu\", \"webgl\".",
    cause: "The backend was set after the model was created, or each has a GPU device of its own. Or a mask, which is on the GPU, would have to be read at once.",
    remedy: "Set the backend first, and create the model with the `device` that belongs to it, as the message says.",
  },
  RNN643: {
    title: "a gradient is wanted of a call that is not in training",
    meaning: "A model that drops out or normalises by the batch is another function in training. Its gradient is that of the function in training.",
    cause: "`training: false` is given inside `tf.grad`, `tf.variableGrads` or an optimiser's `minimize`.",
    remedy: "Leave `training` out, or give `true`.",
  },
  RNN644: {
    title: "a layer was saved with another version of its model",
    meaning: "A saved model of tf.layers keeps the fingerprint of the spec that a generated layer was compiled from. With other shapes, names or equations its weights mean something else.",
    cause: "The spec was changed and compiled again after the model was saved.",
    remedy: "Load it with the module that it was saved with, or train it again.",
  },
  RNN645: {
    title: "TensorFlow.js is loaded twice",
    meaning: "A generated layer is a class of one copy of @tensorflow/tfjs-layers, and a model of another copy doesn't know it as a layer.",
    cause: "`npm install FOLDER` makes a link, and packages that the runtime imports are then looked for beside the folder, not in your project. Or two versions are installed.",
    remedy: "Install the runtime as a copy, from what `npm pack FOLDER` makes (`--install-links` makes one too, and the next `npm install` a link again), and one version of TensorFlow.js; `npm ls @tensorflow/tfjs-layers` shows what is there.",
  },
  // --------------------------------------------------------------------------------------------- data
  RNN701: {
    title: "a column is missing",
    meaning: "Every example needs a value for every input of the model.",
    cause: "The column has another name in the data, or some rows lack it.",
    remedy: "Name it as in the spec, or say which is which: `--columns x=price`. Leave out rows without a value.",
  },
  RNN702: {
    title: "a value is of the wrong kind",
    meaning: "`words` and `chars` take texts or lists of texts, `real` takes numbers, `binary` takes 0, 1, true or false.",
    cause: "A number column holds text such as `n/a` or `1,5`, or a list is missing around the steps of a sequence.",
    remedy: "Mend the value at the place named, or leave the row out. Decimals have a point.",
  },
  RNN703: {
    title: "a value has another size than its column",
    meaning: "`real[T, 6]` has six numbers at every step, `real[6]` six numbers in all, and a column without time has one value.",
    cause: "A row has a field too many or too few, or the spec's size is not that of the data.",
    remedy: "Mend the row at the place named, or the size in the spec.",
  },
  RNN704: {
    title: "a number is not finite",
    meaning: "One NaN or infinity makes every parameter NaN at the next update, so none is let in. Numbers beyond 3.4e38 are infinite as 32-bit floats.",
    cause: "Missing measurements, or a division by zero when the data were made.",
    remedy: "Fill in or leave out such values. A target may be left out instead: its row then doesn't count.",
  },
  RNN705: {
    title: "an id is out of range",
    meaning: "`token[T] of 5` has the ids 0 to 4, `class(3)` has 0 to 2; ids are whole numbers.",
    cause: "Ids that count from 1, or an `of N` that is one too small.",
    remedy: "Count from 0, or give the spec room for the largest id.",
  },
  RNN706: {
    title: "a label is not known",
    meaning: "The labels are those that the spec names (or their ids: 0 for the first) or, where it names none, those of the training part.",
    cause: "A label is misspelt, or occurs only in the validation or test data.",
    remedy: "Mend it, or name all labels in the spec: `head mood: class(\"good\", \"bad\")`.",
  },
  RNN707: {
    title: "columns of one example have different lengths",
    meaning: "Columns on the same time axis go together step by step: a tag for every word.",
    cause: "A text was split into words otherwise than its tags were.",
    remedy: "Give both as lists of one length, or give them time axes of their own.",
  },
  RNN708: {
    title: "the data have more classes than the head",
    meaning: "`class(4)` has room for four labels, and the training data have more.",
    cause: "The same label is spelt in several ways, or the size is wrong.",
    remedy: "Look at the labels listed, and mend them or the size.",
  },
  RNN709: {
    title: "there are no examples",
    meaning: "Vocabularies and scalers are taken from training data, and there are none.",
    cause: "An empty file, or a filter that lets nothing through.",
    remedy: "Give at least one example.",
  },
  RNN710: {
    title: "there is nothing to go on from",
    meaning: "A model whose sequences have no boundary goes on from what it has read: it needs at least one step. One that generates several inputs needs a step of each.",
    cause: "There is no `prompt`, or it is `\"\"` or white space for a model of words.",
    remedy: "Give a first word or character. A model that reads `text[t-1]` and predicts `text[t]` begins at the boundary.",
  },
  RNN711: {
    title: "the data are too short to hold something out",
    meaning: "One long sequence is cut in two, the last part for validation. It needs at least two steps.",
    cause: "A very short text with `validate` above 0.",
    remedy: "Give more data, or `validate = 0`.",
  },
  RNN712: {
    title: "words and step-by-step columns can't be cut at one place",
    meaning: "A single example is cut in two for validation. A text of words is cut at a white space, a column with one entry a step between steps, and these places need not agree.",
    cause: "One long text as a string, with a list of tags.",
    remedy: "Give the words as a list, or several examples.",
  },
  RNN713: {
    title: "columns of the one sequence have different lengths",
    meaning: "Before one sequence is cut in two, all its columns must have the same number of steps.",
    cause: "One column has a header, a trailing value or a gap that the other lacks.",
    remedy: "Make them equally long.",
  },
  RNN714: {
    title: "a single example can't be cut to hold something out",
    meaning: "Only a sequence whose columns all run along one time can be cut in two. A single label, two times or no time can't.",
    cause: "The data are one example where many were meant, such as a file read whole instead of line by line.",
    remedy: "Give more than one example, validation data of their own, or `validate = 0`.",
  },
  RNN715: {
    title: "a column can't be cut to hold something out",
    meaning: "To cut a sequence in two, a column must be a text or a list with one entry a step.",
    cause: "A single number, or an object, where a sequence belongs.",
    remedy: "Give a list, a typed array or a string.",
  },
  RNN716: {
    title: "there is nothing to learn from",
    meaning: "Every sequence is empty, or too short for what is to be predicted: `head x[t+1]` needs two steps, a window of 50 needs 51. Or no row has a value of any head.",
    cause: "`cut = windows(N)` with an N beyond the longest sequence, or a column of labels that is empty throughout.",
    remedy: "Give longer sequences, or smaller windows; give the labels.",
  },
  RNN717: {
    title: "there is nothing to evaluate",
    meaning: "A loss needs values to compare with, and no row of these data has one.",
    cause: "The label's column is missing, or empty throughout.",
    remedy: "Give data with the heads' columns. To get predictions, use `predict`.",
  },
  // -------------------------------------------------------------------------------------- checkpoints
  RNN801: {
    title: "a checkpoint is cut off",
    meaning: "The file is shorter than its header says.",
    cause: "A download or a copy that was interrupted, or a full disk.",
    remedy: "Copy it again. `rnnc train` never leaves half a file of its own.",
  },
  RNN802: {
    title: "a file is no checkpoint of rnnc",
    meaning: "Checkpoints are safetensors files of 32-bit floats with rnnc's own notes on the model.",
    cause: "The weights of another library, a file of another kind, or a newer version's format.",
    remedy: "Give a file that `save()` or `rnnc train` has written, with a version that reads its format.",
  },
  RNN803: {
    title: "a checkpoint is damaged",
    meaning: "Its checksum or its structure is wrong, so its numbers can't be trusted.",
    cause: "A disk or a transfer error; an editor or a conversion of line ends changed it.",
    remedy: "Copy it again, as binary.",
  },
  RNN804: {
    title: "a checkpoint is of another model",
    meaning: "A checkpoint knows the fingerprint of the model that it was made with: layers, sizes, heads. This model has another.",
    cause: "The spec was changed after training, or the wrong file is given.",
    remedy: "Give the spec it was trained with, or train this one.",
  },
  RNN805: {
    title: "a checkpoint lacks a tensor, or has it in another shape",
    meaning: "Each parameter of the model must be in the file, in its shape.",
    cause: "The file was edited, or put together by other means.",
    remedy: "Give the file as it was saved.",
  },
  RNN806: {
    title: "weights can't be fetched",
    meaning: "The server answered, and not with the file.",
    cause: "A wrong address (404), or weights that a build doesn't copy to where the page looks.",
    remedy: "Open the address in a browser. Put the file into the folder that is served as it is.",
  },
  RNN807: {
    title: "a training position of another version",
    meaning: "The weights can be used. Where training stood is written in a way that this version doesn't read.",
    cause: "The checkpoint was made with another version of rnnc.",
    remedy: "Go on with the version that made it, or begin a training afresh.",
  },
  // ----------------------------------------------------------------------------------------- training
  RNN901: {
    title: "training diverged",
    meaning: "The loss or the gradient is no longer a finite number, so an update would spoil every parameter. The model is as it was before that update.",
    cause: "The learning rate is too large; long sequences make gradients explode; values in the data are far larger than the rest.",
    remedy: "Try a tenth of the rate, write `clip = norm(1)` in the train block, and give reals `{ scale = standard }`.",
  },
  RNN902: {
    title: "a training can't go on with these data or options",
    meaning: "Inside an epoch the rest of it can only be read if the data and their order are what they were. Between epochs anything may change.",
    cause: "The data file, `batch`, `seed`, `cut` or `validate` is another than before.",
    remedy: "Use the same data and options, or begin afresh.",
  },
} as const satisfies Readonly<Record<string, RuntimePage>>;

export type RuntimeCode = keyof typeof runtimePages;

/** The page of a code as plain text, a paragraph a line; null if it is none of the runtime's. */
export function explainRuntimeCode(code: string): string | null {
  if (!Object.hasOwn(runtimePages, code)) return null;
  const { title, meaning, cause, remedy } = runtimePages[code as RuntimeCode];
  return [`${code}: ${title}`, "", meaning, "", `Often because: ${cause}`, "", `What to do: ${remedy}`, ""].join("\n");
}

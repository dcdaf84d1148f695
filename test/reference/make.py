#!/usr/bin/python3
"""Makes the references in this folder with PyTorch. They are data in git: the tests read them and need no Python.

    /usr/bin/python3 test/reference/make.py        (Debian's python3-torch; a minute; the same bytes each time)

What is computed. A network is an rnnc model (`NAME.rnn`, beside its `NAME.json.gz`):

    input x: real[T, D]
    stack h from x { cell(H) [cell(H)] }              nn.RNN, nn.LSTM (also with proj_size) or nn.GRU, one or two layers, packed
                                                      sequences; or both of `bidirectional cell(H)`; or the equations of a
                                                      paper written out step by step, where PyTorch has no such cell
    head y[t]: class(4) from h                        logits W h_t + b
    head z: real[3] from last(h) { weight = 0.5 }     W h_last + b; h_last is the top layer's final h (r, y), of each direction

    loss_y = mean over all N = sum of lengths steps of the batch of -log softmax(logits)[target]
    loss_z = mean over the B sequences and the 3 values of (value - target)^2
    loss   = loss_y + 0.5 loss_z

A sequence of length 0 (PyTorch refuses them) has no outputs and its final states are the initial ones, zeros; it counts
among the B rows of z. Gradients are of `loss`. Training is ten times: gradients, clip_grad_norm_(1), Adam(1e-2); a loss
is the one before its update, a norm the one before clipping.

Biases. Cells written out have the parameters of ours. For RNN and LSTM ours is PyTorch's b_ih; b_hh is held at zero (the gradient of the sum is that of either). For
GRU the z and r parts of b_hh are held at zero, and its n part, which stands inside the reset product, is our `c_n`.

Precision. Inputs and weights are float32 numbers, written so that they read back exactly. Everything else is computed
in float64 and rounded to 9 significant digits. `float32` says how far the same computation in float32 is from it:
absolute for outputs, finals and losses; for gradients max|a - b| / max|b|, by parameter.

Numbers are flat, row-major; sequences in the order of `examples`.
"""
import gzip
import json
import os
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

HERE = os.path.dirname(os.path.abspath(__file__))
LENGTHS = [7, 0, 40, 1, 13, 40, 2, 0, 26, 31, 3]  # unsorted, with ties, empty ones and a one
CLASSES, VALUES = 4, 3
STEPS = 10
Z_WEIGHT = 0.5
torch.set_num_threads(1)


# ------------------------------------------------------------------------------------------------ cells
class Elman:
    states = ["h"]

    def __init__(self, activation):
        self.activation = activation
        self.spec = "elman(%d)" if activation == "tanh" else "elman(%d, activation = " + activation + ")"

    def module(self, d, h, layers, both):
        return nn.RNN(d, h, layers, nonlinearity=self.activation, bidirectional=both)

    def names(self, module, suffix):
        """Our name -> (PyTorch's tensor, first row, last row). PyTorch's suffix is `l0`, and `l0_reverse` for the other direction."""
        return one_bias(module, suffix, [""])


class Projected:
    """nn.LSTM with proj_size: PyTorch's h is our r, its weight_hr our W_r. H is what is read off, CELLS how many cells there are."""
    states = ["r", "c"]
    cells = 9

    def __init__(self):
        self.spec = "lstm_projected(" + str(self.cells) + ", %d)"

    def module(self, d, h, layers, both):
        return nn.LSTM(d, self.cells, layers, bidirectional=both, proj_size=h)

    def names(self, module, suffix):
        names = one_bias(module, suffix, ["_i", "_f", "_g", "_o"])
        names["W_r"] = (getattr(module, "weight_hr_" + suffix), 0, module.proj_size)
        return names


class Lstm:
    states = ["h", "c"]
    spec = "lstm(%d)"

    def module(self, d, h, layers, both):
        return nn.LSTM(d, h, layers, bidirectional=both)

    def names(self, module, suffix):
        return one_bias(module, suffix, ["_i", "_f", "_g", "_o"])


class Gru:
    states = ["h"]
    spec = "gru_reset_after(%d)"

    def module(self, d, h, layers, both):
        return nn.GRU(d, h, layers, bidirectional=both)

    def names(self, module, suffix):
        names = one_bias(module, suffix, ["_r", "_z", "_n"])
        names["c_n"] = (getattr(module, "bias_hh_" + suffix), 2 * module.hidden_size, 3 * module.hidden_size)
        return names


def one_bias(module, suffix, gates):
    names = {}
    for letter, tensor in (("W", "weight_ih"), ("U", "weight_hh"), ("b", "bias_ih")):
        for g, gate in enumerate(gates):
            h = module.hidden_size
            names[letter + gate] = (getattr(module, "%s_%s" % (tensor, suffix)), g * h, (g + 1) * h)
    return names


# ------------------------------------------------------------------------- cells of papers, step by step
def affine(p, gate, x, h=None):
    """W x + U h + b of a gate, a row each."""
    total = x @ p["W" + gate].T + p["b" + gate]
    return total if h is None else total + h @ p["U" + gate].T


def normalised(v):
    return F.layer_norm(v, v.shape[1:])


def gru(p, x, s):
    z = torch.sigmoid(affine(p, "_z", x, s["h"]))
    r = torch.sigmoid(affine(p, "_r", x, s["h"]))
    n = torch.tanh(affine(p, "_n", x, r * s["h"]))
    return {"h": (1 - z) * s["h"] + z * n}


def minimal_gru(p, x, s):
    f = torch.sigmoid(affine(p, "_f", x, s["h"]))
    return {"h": (1 - f) * s["h"] + f * torch.tanh(affine(p, "_n", x, f * s["h"]))}


def lstm_peephole(p, x, s):
    i = torch.sigmoid(affine(p, "_i", x, s["h"]) + p["p_i"] * s["c"])
    f = torch.sigmoid(affine(p, "_f", x, s["h"]) + p["p_f"] * s["c"])
    c = f * s["c"] + i * torch.tanh(affine(p, "_g", x, s["h"]))
    o = torch.sigmoid(affine(p, "_o", x, s["h"]) + p["p_o"] * c)
    return {"h": o * torch.tanh(c), "c": c}


def lstm_coupled(p, x, s):
    i = torch.sigmoid(affine(p, "_i", x, s["h"]))
    c = (1 - i) * s["c"] + i * torch.tanh(affine(p, "_g", x, s["h"]))
    return {"h": torch.sigmoid(affine(p, "_o", x, s["h"])) * torch.tanh(c), "c": c}


def layer_norm_lstm(p, x, s):
    gate = lambda g: p["s" + g] * normalised(x @ p["W" + g].T) + p["r" + g] * normalised(s["h"] @ p["U" + g].T) + p["b" + g]
    c = torch.sigmoid(gate("_f")) * s["c"] + torch.sigmoid(gate("_i")) * torch.tanh(gate("_g"))
    return {"h": torch.sigmoid(gate("_o")) * torch.tanh(p["a_c"] * normalised(c) + p["b_c"]), "c": c}


def blocks(forget):
    def step(p, x, s):
        each = lambda gate: torch.repeat_interleave(torch.sigmoid(affine(p, gate, x, s["z"])), CELLS_A_BLOCK, 1)
        kept = each("_forget") * s["s"] if forget else s["s"]
        inside = kept + each("_in") * torch.tanh(affine(p, "_z", x, s["z"]))
        return {"z": each("_out") * torch.tanh(inside), "s": inside}
    return step


def ugrnn(p, x, s):
    g = torch.sigmoid(affine(p, "_g", x, s["h"]))
    return {"h": g * s["h"] + (1 - g) * torch.tanh(affine(p, "_c", x, s["h"]))}


def indrnn(p, x, s):
    return {"h": torch.relu(affine(p, "", x) + p["u"] * s["h"])}


def jordan(p, x, s):
    hidden = torch.sigmoid(affine(p, "", x, s["y"]))
    return {"y": torch.sigmoid(hidden @ p["V"].T + p["c"])}


def output_recurrent(p, x, s):
    return {"y": torch.tanh(torch.tanh(affine(p, "", x)) @ p["V"].T + s["y"] @ p["U"].T + p["c"])}


def min_gru(p, x, s):
    z = torch.sigmoid(affine(p, "_z", x))
    return {"h": (1 - z) * s["h"] + z * affine(p, "_n", x)}


def min_lstm(p, x, s):
    f, i = torch.sigmoid(affine(p, "_f", x)), torch.sigmoid(affine(p, "_i", x))
    return {"h": f / (f + i) * s["h"] + i / (f + i) * affine(p, "_n", x)}


CELLS_A_BLOCK, UNITS = 2, 9


def gates(letters, inner=True):
    """The shapes of W [h, d], U [h, h] and b [h] of some gates."""
    return lambda d, h: {m + g: shape for g in letters for m, shape in (("W", (h, d)), ("U", (h, h)), ("b", (h,))) if inner or m != "U"}


def also(first, names):
    return lambda d, h: {**first(d, h), **{name: (h,) for name in names}}


def shapes_of_blocks(letters):
    def shapes(d, h):
        rows = lambda g: h if g == "_z" else h // CELLS_A_BLOCK
        return {m + g: shape for g in letters for m, shape in (("W", (rows(g), d)), ("U", (rows(g), h)), ("b", (rows(g),)))}
    return shapes


LSTM = ["_i", "_f", "_g", "_o"]
STEPS_OF = {  # name: (spec of h outputs, states (the output first), shapes of parameters, step)
    "gru": ("gru(%d)", ["h"], gates(["_z", "_r", "_n"]), gru),
    "minimal_gru": ("minimal_gru(%d)", ["h"], gates(["_f", "_n"]), minimal_gru),
    "lstm_peephole": ("lstm_peephole(%d)", ["h", "c"], also(gates(LSTM), ["p_i", "p_f", "p_o"]), lstm_peephole),
    "lstm_coupled": ("lstm_coupled(%d)", ["h", "c"], gates(["_i", "_g", "_o"]), lstm_coupled),
    "layer_norm_lstm": ("layer_norm_lstm(%d)", ["h", "c"], also(gates(LSTM), ["s" + g for g in LSTM] + ["r" + g for g in LSTM] + ["a_c", "b_c"]), layer_norm_lstm),
    "lstm_1997": ("lstm_1997(M = 4, C = 2)", ["z", "s"], shapes_of_blocks(["_in", "_out", "_z"]), blocks(False)),
    "lstm_2000": ("lstm_2000(M = 4, C = 2)", ["z", "s"], shapes_of_blocks(["_in", "_out", "_forget", "_z"]), blocks(True)),
    "ugrnn": ("ugrnn(%d)", ["h"], gates(["_c", "_g"]), ugrnn),
    "indrnn": ("indrnn(%d)", ["h"], also(gates([""], False), ["u"]), indrnn),
    "jordan": ("jordan(9, %d)", ["y"], lambda d, h: {"W": (UNITS, d), "U": (UNITS, h), "V": (h, UNITS), "b": (UNITS,), "c": (h,)}, jordan),
    "output_recurrent": ("output_recurrent(9, %d)", ["y"], lambda d, h: {"W": (UNITS, d), "V": (h, UNITS), "U": (h, h), "b": (UNITS,), "c": (h,)}, output_recurrent),
    "min_gru": ("min_gru(%d)", ["h"], gates(["_z", "_n"], False), min_gru),
    "min_lstm": ("min_lstm(%d)", ["h"], gates(["_f", "_i", "_n"], False), min_lstm),
}


def start_of(name):
    """Around what: gates of memory blocks start nearly closed; gains of norms less than 1, since a norm makes the little that a
    state holds at first large, and roundings with it. With 0.3 around it no state runs away in 40 steps."""
    return {"b_in": -2, "b_out": -2}.get(name, {"s_": 1, "r_": 0.1, "a_": 0.5}.get(name[:2], 0))


class WrittenOut(nn.Module):
    """Layers of one cell, a step at a time over the sequences that still have one."""

    def __init__(self, shapes, d, h, layers):
        super().__init__()
        self.layers = nn.ModuleList(nn.ParameterDict({
            name: nn.Parameter(start_of(name) + 0.3 * torch.randn(shape)) for name, shape in sorted(shapes(h if layer else d, h).items())}) for layer in range(layers))


class Paper:
    def __init__(self, name):
        self.spec, self.states, self.shapes, self.step = STEPS_OF[name]

    def module(self, d, h, layers, both):
        assert not both
        return WrittenOut(self.shapes, d, h, layers)

    def names(self, module, suffix):
        return {name: (tensor, 0, len(tensor)) for name, tensor in module.layers[int(suffix[1:])].items()}

    def run(self, module, xs, h, dtype):
        finals = {state: [] for state in self.states}
        for p in module.layers:
            states = {state: torch.zeros(len(xs), h, dtype=dtype) for state in self.states}
            outputs = [[] for _ in xs]
            for t in range(max(len(x) for x in xs)):
                alive = [i for i, x in enumerate(xs) if len(x) > t]
                now = self.step(p, torch.stack([xs[i][t] for i in alive]), {state: v[alive] for state, v in states.items()})
                states = {state: v.index_copy(0, torch.tensor(alive), now[state]) for state, v in states.items()}
                for row, i in enumerate(alive):
                    outputs[i].append(now[self.states[0]][row])
            xs = [torch.stack(rows) if rows else torch.zeros(0, h, dtype=dtype) for rows in outputs]
            for state in self.states:
                finals[state].append(states[state])
        return xs, {state: torch.stack(v) for state, v in finals.items()}


def places(layers, both):
    """Our path of each layer and direction, and PyTorch's suffix for it, in PyTorch's order."""
    directions = (("forward.", ""), ("backward.", "_reverse")) if both else (("", ""),)
    return [("h.%d.%s" % (layer + 1, path), "l%d%s" % (layer, suffix)) for layer in range(layers) for path, suffix in directions]


def hold_biases(module, layers, both):
    """What rnnc's cells don't have stays zero and gets no gradient."""
    if isinstance(module, WrittenOut):
        return
    for _, suffix in places(layers, both):
        bias = getattr(module, "bias_hh_" + suffix)
        if isinstance(module, nn.GRU):
            keep = torch.zeros_like(bias)
            keep[2 * module.hidden_size:] = 1
            bias.data *= keep
            bias.register_hook(lambda gradient, keep=keep: gradient * keep)
        else:
            bias.data.zero_()
            bias.requires_grad_(False)


# --------------------------------------------------------------------------------------------- networks
class Network:
    def __init__(self, cell, d, h, layers, both, dtype, seed):
        torch.manual_seed(seed)
        self.cell, self.both, self.places = cell, both, places(layers, both)
        self.width = 2 * h if both else h
        self.module = cell.module(d, h, layers, both)  # made in float32, so that both precisions start from the same numbers
        self.y, self.z = nn.Linear(self.width, CLASSES), nn.Linear(self.width, VALUES)
        for part in (self.module, self.y, self.z):
            part.to(dtype)
        hold_biases(self.module, layers, both)
        self.dtype = dtype

    def trained(self):
        return [p for part in (self.module, self.y, self.z) for p in part.parameters() if p.requires_grad]

    def named(self, of):
        """Our parameters by name: shapes and `of(tensor)`'s numbers."""
        found = {}
        for path, suffix in self.places:
            for name, (tensor, start, end) in self.cell.names(self.module, suffix).items():
                found[path + name] = of(tensor)[start:end]
        for head, linear in (("y", self.y), ("z", self.z)):
            found[head + ".W"], found[head + ".b"] = of(linear.weight), of(linear.bias)
        return found

    def run(self, xs):
        """Hidden states of every sequence, and the final states [layers, or twice as many, B, H] by name."""
        if isinstance(self.module, WrittenOut):
            return self.cell.run(self.module, xs, self.width, self.dtype)
        real = [i for i, x in enumerate(xs) if len(x) > 0]
        padded = nn.utils.rnn.pad_sequence([xs[i] for i in real])
        packed = pack_padded_sequence(padded, [len(xs[i]) for i in real], enforce_sorted=False)
        out, finals = self.module(packed)
        out, lengths = pad_packed_sequence(out)
        hidden = [torch.zeros(0, self.width, dtype=self.dtype) for _ in xs]
        for place, i in enumerate(real):
            hidden[i] = out[: int(lengths[place]), place]
        states = {}
        for name, final in zip(self.cell.states, finals if isinstance(finals, tuple) else (finals,)):
            whole = torch.zeros(len(self.places), len(xs), final.shape[2], dtype=self.dtype)
            states[name] = whole.index_copy(1, torch.tensor(real), final)
        return hidden, states

    def losses(self, xs, ys, zs):
        hidden, states = self.run(xs)
        logits = self.y(torch.cat(hidden))
        values = self.z(torch.cat(tuple(states[self.cell.states[0]][-2 if self.both else -1:]), 1))
        loss_y = F.cross_entropy(logits, torch.cat(ys))
        loss_z = F.mse_loss(values, zs)
        return {"y": loss_y, "z": loss_z, "total": loss_y + Z_WEIGHT * loss_z}, hidden, states, logits, values


def network_reference(name, cell, d, h, layers, both, seed):
    def compute(dtype):
        torch.manual_seed(seed)
        xs = [torch.randn(n, d).to(dtype).requires_grad_() for n in LENGTHS]
        ys = [torch.randint(CLASSES, (n,)) for n in LENGTHS]
        zs = (4 * torch.randn(len(LENGTHS), VALUES)).to(dtype)  # far off, so that clipping has something to clip
        net = Network(cell, d, h, layers, both, dtype, seed + 1)
        weights = {k: v.detach().clone() for k, v in net.named(lambda p: p).items()}
        losses, hidden, states, logits, values = net.losses(xs, ys, zs)
        losses["total"].backward()
        gradients = {k: v.clone() for k, v in net.named(lambda p: p.grad).items()}
        probabilities = list(torch.split(torch.softmax(logits, 1), LENGTHS))
        optimiser = torch.optim.Adam(net.trained(), lr=1e-2)
        training, norms = [], []
        for _ in range(STEPS):
            optimiser.zero_grad()
            loss = net.losses(xs, ys, zs)[0]["total"]
            loss.backward()
            training.append(loss.item())
            norms.append(clip_grad_norm_(net.trained(), 1.0).item())
            optimiser.step()
        return dict(
            xs=[x.detach() for x in xs], ys=ys, zs=zs, weights=weights, hidden=hidden, probabilities=probabilities, values=values,
            finals={path + s: states[s][i] for i, (path, _) in enumerate(net.places) for s in cell.states},
            losses={k: v.item() for k, v in losses.items()}, gradients=gradients, norms=norms,
            inputs=[x.grad if x.grad is not None else torch.zeros_like(x) for x in xs], training=training)

    layer = ("bidirectional " if both else "") + (cell.spec % h if "%d" in cell.spec else cell.spec)
    r, single = compute(torch.float64), compute(torch.float32)
    far = lambda a, b: max([0.0] + [float((p.double() - q.double()).abs().max()) for p, q in zip(a, b) if p.numel() > 0])
    spec = """// %s layer%s; what PyTorch makes of it is in %s.json.gz, and make.py says how.
model %s {
  input x: real[T, %d]

  stack h from x {
%s
  }

  head y[t]: class(%d) from h
  head z: real[%d] from last(h) { weight = %s }

  train {
    optimizer = adam(rate = 1e-2)
    clip      = norm(1)
    batch     = %d
  }
}
""" % ("One" if layers == 1 else "Two", "" if layers == 1 else "s", name, name, d, "\n".join(["    " + layer] * layers),
       CLASSES, VALUES, Z_WEIGHT, len(LENGTHS))
    write_text(name + ".rnn", spec)
    write_gzip(name + ".json.gz", {
        "about": about(seed), "cell": layer, "layers": layers, "D": d, "H": h,
        "examples": [{"x": exact_rows(x), "y": y.tolist(), "z": exact(z)} for x, y, z in zip(r["xs"], r["ys"], r["zs"])],
        "parameters": {k: {"shape": list(v.shape), "data": exact(v)} for k, v in r["weights"].items()},
        "hidden": [rounded(v) for v in r["hidden"]],
        "outputs": {"y": [rounded(v) for v in r["probabilities"]], "z": [rounded(v) for v in r["values"]]},
        "finals": {k: [rounded(row) for row in v] for k, v in r["finals"].items()},
        "losses": {k: digits(v) for k, v in r["losses"].items()},
        "gradients": {k: rounded(v) for k, v in r["gradients"].items()},
        "inputGradients": {"x": [rounded(v) for v in r["inputs"]]},
        "training": [digits(v) for v in r["training"]], "norms": [digits(v) for v in r["norms"]],
        "float32": {
            "hidden": short(far(r["hidden"], single["hidden"])),
            "outputs": short(max(far(r["probabilities"], single["probabilities"]), far([r["values"]], [single["values"]]))),
            "finals": short(far(r["finals"].values(), single["finals"].values())),
            "gradients": {k: short(far([v], [single["gradients"][k]]) / float(v.abs().max())) for k, v in r["gradients"].items()},
            "training": short(max(abs(a - b) for a, b in zip(r["training"], single["training"]))),
        },
    })


# --------------------------------------------------------------------- single losses, single optimisers
B, D, V = 9, 5, 3


def affine_problem(seed, targets, dtype):
    """x [B, D], targets, and the W [n, D] and b [n] of one head on x."""
    torch.manual_seed(seed)
    x = torch.randn(B, D)
    target, n = targets()
    weight, bias = torch.randn(n, D) * 0.7, torch.randn(n) * 0.3
    if target.dtype.is_floating_point:
        target = target.to(dtype)
    return x.to(dtype), target, weight.to(dtype).requires_grad_(), bias.to(dtype).requires_grad_()


def real_targets():
    return torch.randn(B, V) * 2, V


def class_targets():
    return torch.randint(CLASSES, (B,)), CLASSES


def binary_targets():
    return torch.randint(2, (B, 1)).float(), 1


def half_sum(value, target):
    return 0.5 * ((value - target) ** 2).sum(1).mean()


LOSSES = {  # name: (head, targets, output, loss of (W x + b, target))
    "cross_entropy": ("class(4)", class_targets, lambda v: torch.softmax(v, 1), F.cross_entropy),
    "binary_cross_entropy": ("binary", binary_targets, torch.sigmoid, F.binary_cross_entropy_with_logits),
    "squared_error": ("real[3]", real_targets, lambda v: v, half_sum),
    "squared_error on classes": ("class(4)", class_targets, lambda v: torch.softmax(v, 1),
                                 lambda v, t: half_sum(torch.softmax(v, 1), F.one_hot(t, CLASSES).to(v.dtype))),
    "mean_squared_error": ("real[3]", real_targets, lambda v: v, F.mse_loss),
    "mean_absolute_error": ("real[3]", real_targets, lambda v: v, F.l1_loss),
    "huber": ("real[3]", real_targets, lambda v: v, F.huber_loss),
}


def loss_references():
    cases = []
    for number, (name, (head, targets, output, loss_of)) in enumerate(LOSSES.items()):
        for missing in (False, True):  # rows without a value don't count
            def compute(dtype):
                x, target, weight, bias = affine_problem(100 + number, targets, dtype)
                counted = [i for i in range(B) if not (missing and i % 3 == 1)]
                value = x @ weight.T + bias
                loss = loss_of(value[counted], target[counted])
                loss.backward()
                return x, target, counted, weight, bias, output(value), loss

            x, target, counted, weight, bias, value, loss = compute(torch.float64)
            single = compute(torch.float32)
            column = lambda i: target[i].item() if target[i].numel() == 1 else exact(target[i])
            cases.append({
                "name": name + (", rows missing" if missing else ""), "loss_name": name.split()[0],
                "spec": "model loss {\n  input x: real[%d]\n  head y: %s from x { loss = %s }\n  train { batch = %d }\n}\n" % (D, head, name.split()[0], B),
                "examples": [dict({"x": exact(x[i])}, **({"y": integer(column(i))} if i in counted else {})) for i in range(B)],
                "parameters": {"y.W": {"shape": list(weight.shape), "data": exact(weight)}, "y.b": {"shape": list(bias.shape), "data": exact(bias)}},
                "outputs": {"y": [rounded(v) for v in value]},
                "loss": digits(loss.item()),
                "gradients": {"y.W": rounded(weight.grad), "y.b": rounded(bias.grad)},
                "float32": {"loss": short(abs(loss.item() - single[-1].item()))},
            })
    write_gzip("losses.json.gz", {"about": about(100), "cases": cases})


def one_norm_each(limit):
    return lambda parameters: [clip_grad_norm_([p], limit) for p in parameters]


OPTIMISERS = {  # the train block's lines: the optimiser, and what clips before it
    "optimizer = sgd(rate = 0.05)": (lambda p: torch.optim.SGD(p, lr=0.05), None),
    "optimizer = sgd(rate = 0.05, momentum = 0.9)": (lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9), None),
    "optimizer = sgd(rate = 0.05, momentum = 0.9, nesterov = true)": (lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True), None),
    "optimizer = rmsprop(rate = 0.01)": (lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.99, eps=1e-8), None),
    "optimizer = adagrad(rate = 0.1)": (lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-10), None),
    "optimizer = adam(rate = 0.05)": (lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.9, 0.999), eps=1e-8), None),
    "optimizer = adam(rate = 0.05, beta1 = 0.8, beta2 = 0.95)": (lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-8), None),
    "optimizer = adamw(rate = 0.05, decay = 0.1)": (lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1), None),
    "optimizer = sgd(rate = 0.05, momentum = 0.9)  decay = 0.01": (lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01), None),
    "optimizer = rmsprop(rate = 0.01)  decay = 0.01": (lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.99, eps=1e-8, weight_decay=0.01), None),
    "optimizer = adagrad(rate = 0.1)  decay = 0.01": (lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-10, weight_decay=0.01), None),
    "optimizer = adam(rate = 0.05)  decay = 0.01": (lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.01), None),
    "optimizer = sgd(rate = 0.05)  clip = norm(0.5)": (lambda p: torch.optim.SGD(p, lr=0.05), lambda p: clip_grad_norm_(p, 0.5)),
    "optimizer = sgd(rate = 0.05)  clip = norm(0.5, each)": (lambda p: torch.optim.SGD(p, lr=0.05), one_norm_each(0.5)),
    "optimizer = sgd(rate = 0.05)  clip = value(0.1)": (lambda p: torch.optim.SGD(p, lr=0.05), lambda p: nn.utils.clip_grad_value_(p, 0.1)),
    # The gradient of the loss is clipped; the penalty is added after that, by the optimiser.
    "optimizer = sgd(rate = 0.05)  clip = norm(0.5)  decay = 0.1": (lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.1), lambda p: clip_grad_norm_(p, 0.5)),
}


def optimiser_references():
    cases = []
    for lines, (make, clip) in OPTIMISERS.items():
        def compute(dtype):
            x, target, weight, bias = affine_problem(7, real_targets, dtype)
            start = (x, target, weight.detach().clone(), bias.detach().clone())
            optimiser = make([weight, bias])
            losses, norms = [], []
            for _ in range(STEPS):
                optimiser.zero_grad()
                loss = F.mse_loss(x @ weight.T + bias, target)
                loss.backward()
                losses.append(loss.item())
                norms.append(torch.sqrt((weight.grad ** 2).sum() + (bias.grad ** 2).sum()).item())
                if clip:
                    clip([weight, bias])
                optimiser.step()
            return start, losses, norms, weight.detach(), bias.detach()

        (x, target, w, b), losses, norms, weight, bias = compute(torch.float64)
        single = compute(torch.float32)
        cases.append({
            "name": lines,
            "spec": "model problem {\n  input x: real[%d]\n  head y: real[%d] from x\n  train {\n    %s\n    batch = %d\n  }\n}\n" % (D, V, "\n    ".join(lines.split("  ")), B),
            "examples": [{"x": exact(x[i]), "y": exact(target[i])} for i in range(B)],
            "parameters": {"y.W": {"shape": list(w.shape), "data": exact(w)}, "y.b": {"shape": list(b.shape), "data": exact(b)}},
            "training": [digits(v) for v in losses], "norms": [digits(v) for v in norms],
            "trained": {"y.W": rounded(weight), "y.b": rounded(bias)},
            "float32": {"training": short(max(abs(p - q) for p, q in zip(losses, single[1]))),
                        "trained": short(max(float((weight - single[3].double()).abs().max()), float((bias - single[4].double()).abs().max())))},
        })
    write_gzip("optimizers.json.gz", {"about": about(7), "cases": cases})


# ---------------------------------------------------------------------------------------------- writing
def digits(v):
    return float("%.9g" % v)


def short(v):
    return float("%.2g" % v)


def rounded(tensor):
    return [digits(v) for v in tensor.detach().flatten().tolist()]


def exact(tensor):
    """Float32 numbers: 9 significant digits read back as the same float32."""
    values = tensor.detach().flatten().to(torch.float32)
    assert torch.equal(values.double(), tensor.detach().flatten().double()), "not float32 numbers"
    return [digits(v) for v in values.tolist()]


def exact_rows(tensor):
    return [exact(row) for row in tensor]


def integer(v):
    return int(v) if isinstance(v, (int, float)) and float(v).is_integer() else v


def about(seed):
    return {"made_by": "test/reference/make.py", "torch": torch.__version__, "seed": seed,
            "dtype": "float64 rounded to 9 significant digits; examples and parameters are float32 numbers, exact"}


def write_text(name, text):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
        file.write(text)


def write_gzip(name, value):
    data = json.dumps(value, separators=(",", ":")).encode()
    with open(os.path.join(HERE, name), "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(data)
    print("%-28s %7d bytes, %7d packed" % (name, len(data), os.path.getsize(os.path.join(HERE, name))))


if __name__ == "__main__":
    SIZES = [("", 5, 7, 1, False), ("_two_layers", 16, 12, 2, False), ("_wide", 3, 33, 1, False), ("_bidirectional", 5, 7, 2, True)]
    CELLS = [("elman_tanh", Elman("tanh")), ("elman_relu", Elman("relu")), ("lstm", Lstm()), ("gru_reset_after", Gru())]
    for c, (cell_name, cell) in enumerate(CELLS):
        for s, (suffix, d, h, layers, both) in enumerate(SIZES):
            network_reference(cell_name + suffix, cell, d, h, layers, both, 1000 + 10 * c + s)
    network_reference("lstm_projected", Projected(), 5, 7, 2, False, 1100)
    for c, cell_name in enumerate(STEPS_OF):
        network_reference(cell_name, Paper(cell_name), 5, 8, 2, False, 1200 + c)
    loss_references()
    optimiser_references()

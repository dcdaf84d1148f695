#!/usr/bin/python3
"""Makes initials.json.gz with PyTorch: recurrent networks whose states don't start at zeros. Beside make.py, whose words on
precision, biases and training hold here.

    /usr/bin/python3 test/reference/make_initials.py

Four networks (their specs are in the file): an encoder and a decoder of two LSTM layers, (h_n, c_n) of packed sources given as (h_0, c_0);
an encoder that reads both ways, the finals of its directions side by side in a wider decoder; h_0 and c_0 that are
parameters, one value for all sequences; h_0 and c_0 that are affine maps of a vector. Decoders read the target one step late, after
the boundary symbol, and say it with the boundary at its end. Sources and sequences may be empty: they end with what they
start with.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from make import CLASSES, STEPS, VALUES, about, digits, exact, exact_rows, hold_biases, one_bias, rounded, short, write_gzip

SOURCES = [3, 0, 9, 1, 4, 12, 2, 0]
TARGETS = [2, 5, 0, 11, 1, 3, 8, 6]
S, V, E, D = 11, 9, 6, 5
TRAIN = "train { optimizer = adam(rate = 1e-2)  clip = norm(1)  batch = %d }" % len(TARGETS)


def run_packed(module, xs, start):
    """Hidden states of every sequence and the final states; one without steps ends with what it starts with."""
    real = [i for i, x in enumerate(xs) if len(x) > 0]
    at = torch.tensor(real)
    packed = pack_padded_sequence(pad_sequence([xs[i] for i in real]), [len(xs[i]) for i in real], enforce_sorted=False)
    out, ends = module(packed, tuple(s.index_select(1, at) for s in start))
    out, lengths = pad_packed_sequence(out)
    hidden = [torch.zeros(0, out.shape[2], dtype=out.dtype) for _ in xs]
    for place, i in enumerate(real):
        hidden[i] = out[: int(lengths[place]), place]
    return hidden, tuple(s.index_copy(1, at, end) for s, end in zip(start, ends))


def zeros(module, count):
    layers = module.num_layers * (2 if module.bidirectional else 1)
    return tuple(torch.zeros(layers, count, module.hidden_size, dtype=module.weight_ih_l0.dtype) for _ in range(2))


def lstm(d, h, layers=1, both=False):
    module = nn.LSTM(d, h, layers, bidirectional=both)
    hold_biases(module, layers, both)
    return module


def named_lstm(path, module, suffix):
    return {path + "." + name: part for name, part in one_bias(module, suffix, ["_i", "_f", "_g", "_o"]).items()}


def whole(tensor):
    return (tensor, 0, tensor.shape[0])


def named_linear(path, linear):
    return {path + ".W": whole(linear.weight), path + ".b": whole(linear.bias)}


class Translation:
    """Both ways or not: the encoder's finals are the decoder's first states."""
    heads = ["target"]

    def __init__(self, both):
        self.both, self.layers = both, 1 if both else 2
        self.size, self.wide = (4, 8) if both else (7, 7)
        self.source, self.target = nn.Embedding(S, E), nn.Embedding(V + 1, E)
        self.encoder, self.decoder = lstm(E, self.size, self.layers, both), lstm(E, self.wide, self.layers)
        self.y = nn.Linear(self.wide, V + 1)
        self.parts = [self.source, self.target, self.encoder, self.decoder, self.y]
        layer = "lstm(%d)" % self.size
        self.spec = ("model translate {\n  input source: token[S] of %d\n  input target: token[T] of %d\n  stack encoder from source { embed(%d)  %s }\n  stack decoder from target[t-1] init final(encoder) { embed(%d)  %s }\n  head target[t] from decoder\n  %s\n}\n"
                     % (S, V, E, "bidirectional " + layer if both else layer + "  " + layer, E, "  ".join(["lstm(%d)" % self.wide] * self.layers), TRAIN))

    def data(self, dtype):
        return [{"source": torch.randint(S, (n,)), "target": torch.randint(V, (m,))} for n, m in zip(SOURCES, TARGETS)]

    def named(self):
        found = {"encoder.1.E": whole(self.source.weight), "decoder.1.E": whole(self.target.weight), **named_linear("target", self.y)}
        for layer in range(self.layers):
            if self.both:
                found.update(named_lstm("encoder.2.forward", self.encoder, "l0"))
                found.update(named_lstm("encoder.2.backward", self.encoder, "l0_reverse"))
            else:
                found.update(named_lstm("encoder.%d" % (layer + 2), self.encoder, "l%d" % layer))
            found.update(named_lstm("decoder.%d" % (layer + 2), self.decoder, "l%d" % layer))
        return found

    def start(self, examples):
        _, ends = run_packed(self.encoder, [self.source(e["source"]) for e in examples], zeros(self.encoder, len(examples)))
        return tuple(torch.cat((end[0:1], end[1:2]), 2) for end in ends) if self.both else ends

    def said(self, examples):
        return decode(self, examples, self.start(examples))


def decode(net, examples, start):
    boundary = torch.tensor([V])
    before = [net.target(torch.cat((boundary, e["target"]))) for e in examples]
    hidden, _ = run_packed(net.decoder, before, start)
    logits = net.y(torch.cat(hidden))
    loss = F.cross_entropy(logits, torch.cat([torch.cat((e["target"], boundary)) for e in examples]))
    return {"target": list(torch.split(torch.softmax(logits, 1), [len(x) for x in before]))}, loss


class Captions:
    """The first states are affine maps of a vector."""
    heads = ["target"]
    spec = ("model captions {\n  input image: real[%d]\n  input target: token[T] of %d\n  stack decoder from target[t-1] init image { embed(%d)  lstm(7) }\n  head target[t] from decoder\n  %s\n}\n" % (D, V, E, TRAIN))

    def __init__(self):
        self.target, self.decoder, self.y = nn.Embedding(V + 1, E), lstm(E, 7), nn.Linear(7, V + 1)
        self.h, self.c = nn.Linear(D, 7), nn.Linear(D, 7)
        self.parts = [self.target, self.decoder, self.y, self.h, self.c]

    def data(self, dtype):
        return [{"image": torch.randn(D).to(dtype), "target": torch.randint(V, (m,))} for m in TARGETS]

    def named(self):
        return {"decoder.1.E": whole(self.target.weight), **named_linear("target", self.y), **named_lstm("decoder.2", self.decoder, "l0"),
                **named_linear("decoder.2.h.initial", self.h), **named_linear("decoder.2.c.initial", self.c)}

    def said(self, examples):
        images = torch.stack([e["image"] for e in examples])
        return decode(self, examples, (self.h(images)[None], self.c(images)[None]))


class Learned(nn.Module):
    """The first states of two layers are parameters."""
    heads = ["y", "z"]
    spec = ("model learned {\n  input x: real[T, %d]\n  stack h from x init learned { lstm(7)  lstm(7) }\n  head y[t]: class(%d) from h\n  head z: real[%d] from last(h)\n  %s\n}\n" % (D, CLASSES, VALUES, TRAIN))

    def __init__(self):
        super().__init__()
        self.lstm, self.y, self.z = lstm(D, 7, 2), nn.Linear(7, CLASSES), nn.Linear(7, VALUES)
        self.states = nn.ParameterList([nn.Parameter(torch.randn(7) * 0.5) for _ in range(4)])
        self.parts = [self]

    def data(self, dtype):
        return [{"x": torch.randn(n, D).to(dtype), "y": torch.randint(CLASSES, (n,)), "z": torch.randn(VALUES).to(dtype)} for n in SOURCES]

    def named(self):
        found = {**named_linear("y", self.y), **named_linear("z", self.z)}
        for layer in range(2):
            found.update(named_lstm("h.%d" % (layer + 1), self.lstm, "l%d" % layer))
            for s, state in enumerate("hc"):
                found["h.%d.%s.initial" % (layer + 1, state)] = whole(self.states[2 * layer + s])
        return found

    def said(self, examples):
        start = tuple(torch.stack([self.states[s], self.states[2 + s]])[:, None].expand(-1, len(examples), -1) for s in range(2))
        hidden, ends = run_packed(self.lstm, [e["x"] for e in examples], start)
        logits, values = self.y(torch.cat(hidden)), self.z(ends[0][-1])
        loss = F.cross_entropy(logits, torch.cat([e["y"] for e in examples])) + F.mse_loss(values, torch.stack([e["z"] for e in examples]))
        return {"y": list(torch.split(torch.softmax(logits, 1), [len(e["x"]) for e in examples])), "z": list(values)}, loss


def reference(name, make, seed):
    def compute(dtype):
        torch.manual_seed(seed)
        net = make()  # in float32, so that both precisions start from the same numbers
        for part in net.parts:
            part.to(dtype)
        examples = net.data(dtype)
        trained = [p for part in net.parts for p in part.parameters() if p.requires_grad]
        weights = {k: t.detach()[a:b].clone() for k, (t, a, b) in net.named().items()}
        optimiser = torch.optim.Adam(trained, lr=1e-2)
        training, norms, outputs, gradients = [], [], None, None
        for _ in range(STEPS):
            optimiser.zero_grad()
            said, loss = net.said(examples)
            loss.backward()
            outputs = outputs or {k: [v.detach().clone() for v in rows] for k, rows in said.items()}
            gradients = gradients or {k: t.grad[a:b].clone() for k, (t, a, b) in net.named().items()}
            training.append(loss.item())
            norms.append(clip_grad_norm_(trained, 1.0).item())
            optimiser.step()
        return dict(spec=net.spec, examples=examples, weights=weights, outputs=outputs, gradients=gradients, training=training, norms=norms)

    r, single = compute(torch.float64), compute(torch.float32)
    far = lambda a, b: float((a.double() - b.double()).abs().max()) if a.numel() > 0 else 0.0
    column = lambda v: v.tolist() if not v.dtype.is_floating_point else exact(v) if v.dim() == 1 else exact_rows(v)
    return {
        "name": name, "spec": r["spec"],
        "examples": [{k: column(v) for k, v in e.items()} for e in r["examples"]],
        "parameters": {k: {"shape": list(v.shape), "data": exact(v)} for k, v in r["weights"].items()},
        "outputs": {k: [rounded(v) for v in rows] for k, rows in r["outputs"].items()}, "loss": digits(r["training"][0]),
        "gradients": {k: rounded(v) for k, v in r["gradients"].items()},
        "training": [digits(v) for v in r["training"]], "norms": [digits(v) for v in r["norms"]],
        "float32": {"outputs": short(max(far(a, b) for k, rows in r["outputs"].items() for a, b in zip(rows, single["outputs"][k]))),
                    "gradients": {k: short(far(v, single["gradients"][k]) / float(v.abs().max())) for k, v in r["gradients"].items()},
                    "training": short(max(abs(a - b) for a, b in zip(r["training"], single["training"])))},
    }


if __name__ == "__main__":
    NETWORKS = [("translation, two layers", lambda: Translation(False)), ("translation, both ways to one", lambda: Translation(True)),
                ("captions", Captions), ("learned states", Learned)]
    write_gzip("initials.json.gz", {"about": dict(about(3000), made_by="test/reference/make_initials.py"), "cases": [reference(name, make, 3000 + i) for i, (name, make) in enumerate(NETWORKS)]})

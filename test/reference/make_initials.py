#!/usr/bin/python3
"""Makes initials.json.gz with PyTorch: recurrent networks whose first states are learned, one value for all sequences. Beside make.py,
whose words on precision and biases hold here.

    /usr/bin/python3 test/reference/make_initials.py

    input x: real[T, D]
    stack h from x init learned { CELL(H)  CELL(H) }      h_0 (and c_0) are parameters, expanded to the batch
    head y[t]: class(4) from h
    head z: real[3] from last(h)

The loss is the sum of both heads' means. A sequence of length 0 ends with what it starts with. Networks that start from another
sequence or from a vector: make_decoders.py.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from make import CLASSES, LENGTHS, STEPS, VALUES, Gru, Lstm, about, digits, exact, exact_rows, hold_biases, places, rounded, short, write_gzip

D, H, LAYERS = 5, 7, 2


class Learned:
    def __init__(self, cell, dtype, seed):
        torch.manual_seed(seed)
        self.cell, self.module = cell, cell.module(D, H, LAYERS, False)  # in float32, so that both precisions start from the same numbers
        hold_biases(self.module, LAYERS, False)
        self.y, self.z = nn.Linear(H, CLASSES), nn.Linear(H, VALUES)
        for part in (self.module, self.y, self.z):
            part.to(dtype)
        self.first = [(torch.randn(LAYERS, H) * 0.5).to(dtype).requires_grad_() for _ in cell.states]

    def trained(self):
        return [p for part in (self.module, self.y, self.z) for p in part.parameters() if p.requires_grad] + self.first

    def named(self, of):
        found = {"y.W": of(self.y.weight), "y.b": of(self.y.bias), "z.W": of(self.z.weight), "z.b": of(self.z.bias)}
        for layer, (path, suffix) in enumerate(places(LAYERS, False)):
            for name, (tensor, start, end) in self.cell.names(self.module, suffix).items():
                found[path + name] = of(tensor)[start:end]
            for state, first in zip(self.cell.states, self.first):
                found["%s%s.initial" % (path, state)] = of(first)[layer]
        return found

    def said(self, xs):
        """Logits of all steps, and values of all sequences."""
        real = [i for i, x in enumerate(xs) if len(x) > 0]
        at = torch.tensor(real)
        start = [first[:, None].expand(-1, len(xs), -1) for first in self.first]
        given = [s.index_select(1, at).contiguous() for s in start]
        packed = pack_padded_sequence(pad_sequence([xs[i] for i in real]), [len(xs[i]) for i in real], enforce_sorted=False)
        out, finals = self.module(packed, tuple(given) if len(given) > 1 else given[0])
        out, lengths = pad_packed_sequence(out)
        hidden = [torch.zeros(0, H, dtype=out.dtype) for _ in xs]
        for place, i in enumerate(real):
            hidden[i] = out[: int(lengths[place]), place]
        ends = start[0].index_copy(1, at, finals[0] if len(given) > 1 else finals)
        return self.y(torch.cat(hidden)), self.z(ends[-1])


def reference(name, cell, seed):
    def compute(dtype):
        torch.manual_seed(seed)
        xs = [torch.randn(n, D).to(dtype) for n in LENGTHS]
        ys = [torch.randint(CLASSES, (n,)) for n in LENGTHS]
        zs = torch.randn(len(LENGTHS), VALUES).to(dtype)
        net = Learned(cell, dtype, seed + 1)
        weights = {k: v.detach().clone() for k, v in net.named(lambda p: p).items()}
        optimiser = torch.optim.Adam(net.trained(), lr=1e-2)
        training, norms, said, gradients = [], [], None, None
        for _ in range(STEPS):
            optimiser.zero_grad()
            logits, values = net.said(xs)
            loss = F.cross_entropy(logits, torch.cat(ys)) + F.mse_loss(values, zs)
            loss.backward()
            said = said or (torch.split(torch.softmax(logits, 1).detach(), LENGTHS), values.detach().clone())
            gradients = gradients or {k: v.clone() for k, v in net.named(lambda p: p.grad).items()}
            training.append(loss.item())
            norms.append(clip_grad_norm_(net.trained(), 1.0).item())
            optimiser.step()
        return dict(xs=xs, ys=ys, zs=zs, weights=weights, said=said, gradients=gradients, training=training, norms=norms)

    r, single = compute(torch.float64), compute(torch.float32)
    far = lambda a, b: float((a.double() - b.double()).abs().max()) if a.numel() > 0 else 0.0
    layer = cell.spec % H
    return {
        "name": name,
        "spec": "model learned {\n  input x: real[T, %d]\n  stack h from x init learned { %s  %s }\n  head y[t]: class(%d) from h\n  head z: real[%d] from last(h)\n  train { optimizer = adam(rate = 1e-2)  clip = norm(1)  batch = %d }\n}\n"
                % (D, layer, layer, CLASSES, VALUES, len(LENGTHS)),
        "examples": [{"x": exact_rows(x), "y": y.tolist(), "z": exact(z)} for x, y, z in zip(r["xs"], r["ys"], r["zs"])],
        "parameters": {k: {"shape": list(v.shape), "data": exact(v)} for k, v in r["weights"].items()},
        "outputs": {"y": [rounded(v) for v in r["said"][0]], "z": [rounded(v) for v in r["said"][1]]}, "loss": digits(r["training"][0]),
        "gradients": {k: rounded(v) for k, v in r["gradients"].items()},
        "training": [digits(v) for v in r["training"]], "norms": [digits(v) for v in r["norms"]],
        "float32": {"outputs": short(max(far(a, b) for a, b in zip(r["said"][0] + (r["said"][1],), single["said"][0] + (single["said"][1],)))),
                    "gradients": {k: short(far(v, single["gradients"][k]) / float(v.abs().max())) for k, v in r["gradients"].items()},
                    "training": short(max(abs(a - b) for a, b in zip(r["training"], single["training"])))},
    }


if __name__ == "__main__":
    write_gzip("initials.json.gz", {"about": dict(about(3000), made_by="test/reference/make_initials.py"), "cases": [
        reference("two layers of LSTM", Lstm(), 3000),
        reference("two layers of GRU", Gru(), 3010),
    ]})

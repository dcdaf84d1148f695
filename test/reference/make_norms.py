#!/usr/bin/python3
"""Makes norms.json.gz with PyTorch: what `batch_norm` and `layer_norm` compute. Beside make.py, whose words on precision hold here.

    /usr/bin/python3 test/reference/make_norms.py

    input x: real[T, D]
    stack h from x { NORM  lstm(H)  NORM }
    stack e from last(h) { dense(E, tanh)  NORM }
    head y[t]: class(4) from h
    head z: real[3] from e

The loss is the sum of both heads' means, as in make.py. Norms over steps take all real steps of all sequences as rows; the
one of `e` takes sequences, of which those without a step don't count in its statistics (they are normalised by them). nn.BatchNorm1d
and nn.LayerNorm have their defaults, but gains and shifts are drawn, so that mistakes show. `evaluated` is what the
trained network says in evaluation mode, by running statistics; `untrained` the same before training; `running` are the
statistics after ten updates.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import clip_grad_norm_

from make import CLASSES, LENGTHS, STEPS, VALUES, Lstm, Network, about, digits, exact, exact_rows, hold_biases, rounded, short, write_gzip

D, H, E = 5, 7, 6
REAL = [i for i, n in enumerate(LENGTHS) if n > 0]
NORMS = {"batch_norm": nn.BatchNorm1d, "layer_norm": nn.LayerNorm}


class Normalised:
    def __init__(self, kind, dtype, seed):
        torch.manual_seed(seed)
        self.lstm = Network(Lstm(), D, H, 1, False, torch.float32, seed)  # its heads aren't used
        self.below, self.above, self.norm = (NORMS[kind](n) for n in (D, H, E))
        self.dense, self.y, self.z = nn.Linear(H, E), nn.Linear(H, CLASSES), nn.Linear(E, VALUES)
        for norm in (self.below, self.above, self.norm):
            nn.init.uniform_(norm.weight, 0.5, 1.5)
            nn.init.uniform_(norm.bias, -0.5, 0.5)
        self.parts = [self.below, self.lstm.module, self.above, self.dense, self.norm, self.y, self.z]
        for part in self.parts:
            part.to(dtype)
        self.lstm.dtype = dtype
        hold_biases(self.lstm.module, 1, False)

    def trained(self):
        return [p for part in self.parts for p in part.parameters() if p.requires_grad]

    def named(self, of):
        found = {}
        for path, norm in (("h.1", self.below), ("h.3", self.above), ("e.2", self.norm)):
            found[path + ".gain"], found[path + ".shift"] = of(norm.weight), of(norm.bias)
        for name, (tensor, start, end) in Lstm().names(self.lstm.module, "l0").items():
            found["h.2." + name] = of(tensor)[start:end]
        for path, linear in (("e.1", self.dense), ("y", self.y), ("z", self.z)):
            found[path + ".W"], found[path + ".b"] = of(linear.weight), of(linear.bias)
        return found

    def running(self):
        return {"%s.%s" % (path, name): getattr(norm, name).clone() for path, norm in (("h.1", self.below), ("h.3", self.above), ("e.2", self.norm))
                for name in ("running_mean", "running_var") if isinstance(norm, nn.BatchNorm1d)}

    def train(self, training):
        for part in self.parts:
            part.train(training)

    def run(self, xs):
        rows = torch.split(self.below(torch.cat(xs)), LENGTHS)
        hidden, states = self.lstm.run(list(rows))
        last = states["h"][0]
        steps = torch.cat(hidden)
        # `last` is what the layers above the recurrent one make of its final state: by the statistics of the steps.
        ends = self.by(self.above, last, steps)
        logits = self.y(self.above(steps))
        made = torch.tanh(self.dense(ends))
        values = self.z(self.by(self.norm, made, made[REAL]))
        if self.norm.training:
            self.norm(made[REAL])  # moves its running statistics
        return logits, values

    @staticmethod
    def by(norm, x, rows):
        """x normalised by the statistics of `rows`, or by running ones; moves none."""
        if isinstance(norm, nn.LayerNorm):
            return norm(x)
        if not norm.training:
            return norm(x)
        mean, variance = rows.mean(0), rows.var(0, unbiased=False)
        return (x - mean) / torch.sqrt(variance + norm.eps) * norm.weight + norm.bias

    def losses(self, xs, ys, zs):
        logits, values = self.run(xs)
        return F.cross_entropy(logits, torch.cat(ys)) + F.mse_loss(values, zs)

    def said(self, xs):
        self.train(False)
        with torch.no_grad():
            logits, values = self.run(xs)
        self.train(True)
        return {"y": [rounded(v) for v in torch.split(torch.softmax(logits, 1), LENGTHS)], "z": [rounded(v) for v in values]}


def reference(kind, seed):
    def compute(dtype):
        torch.manual_seed(seed)
        xs = [(torch.randn(n, D) * 2 + 1).to(dtype) for n in LENGTHS]
        ys = [torch.randint(CLASSES, (n,)) for n in LENGTHS]
        zs = torch.randn(len(LENGTHS), VALUES).to(dtype)
        net = Normalised(kind, dtype, seed + 1)
        weights = {k: v.detach().clone() for k, v in net.named(lambda p: p).items()}
        weights.update({k: v.float() for k, v in net.running().items()})
        untrained = net.said(xs)
        optimiser = torch.optim.Adam(net.trained(), lr=1e-2)
        training, norms, gradients = [], [], None
        for _ in range(STEPS):
            optimiser.zero_grad()
            loss = net.losses(xs, ys, zs)
            loss.backward()
            gradients = gradients or {k: v.clone() for k, v in net.named(lambda p: p.grad).items()}
            training.append(loss.item())
            norms.append(clip_grad_norm_(net.trained(), 1.0).item())
            optimiser.step()
        return dict(xs=xs, ys=ys, zs=zs, weights=weights, untrained=untrained, gradients=gradients, training=training, norms=norms, running=net.running(), evaluated=net.said(xs))

    r, single = compute(torch.float64), compute(torch.float32)
    far = lambda a, b: float((a.double() - b.double()).abs().max())
    return {
        "name": kind,
        "spec": "model norms {\n  input x: real[T, %d]\n  stack h from x { %s  lstm(%d)  %s }\n  stack e from last(h) { dense(%d, tanh)  %s }\n  head y[t]: class(%d) from h\n  head z: real[%d] from e\n"
                "  train { optimizer = adam(rate = 1e-2)  clip = norm(1)  batch = %d }\n}\n" % (D, kind, H, kind, E, kind, CLASSES, VALUES, len(LENGTHS)),
        "examples": [{"x": exact_rows(x), "y": y.tolist(), "z": exact(z)} for x, y, z in zip(r["xs"], r["ys"], r["zs"])],
        "parameters": {k: {"shape": list(v.shape), "data": exact(v)} for k, v in r["weights"].items()},
        "untrained": r["untrained"], "gradients": {k: rounded(v) for k, v in r["gradients"].items()},
        "training": [digits(v) for v in r["training"]], "norms": [digits(v) for v in r["norms"]],
        "running": {k: rounded(v) for k, v in r["running"].items()}, "evaluated": r["evaluated"],
        "float32": {"gradients": {k: short(far(v, single["gradients"][k]) / float(v.abs().max())) for k, v in r["gradients"].items()},
                    "training": short(max(abs(a - b) for a, b in zip(r["training"], single["training"]))),
                    "running": short(max([0.0] + [far(v, single["running"][k]) for k, v in r["running"].items()]))},
    }


if __name__ == "__main__":
    write_gzip("norms.json.gz", {"about": dict(about(2000), made_by="test/reference/make_norms.py"), "cases": [reference(kind, 2000 + 10 * i) for i, kind in enumerate(NORMS)]})

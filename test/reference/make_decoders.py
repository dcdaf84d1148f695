#!/usr/bin/python3
"""Makes decoders.json.gz with PyTorch: decoders that start from another sequence or a vector, and sequences that end with a
boundary. Beside make.py, whose words on precision and biases hold here.

    /usr/bin/python3 test/reference/make_decoders.py

    input source: token[S] of V                       or  input v: real[D]
    input target: token[T] of U
    stack encoder from source { embed(E)  CELL(H) … }     nn.Embedding, nn.LSTM or nn.GRU, packed sequences
    stack decoder from target[t-1] init final(encoder) { embed(E)  CELL(H) … }      or  init v
    head target[t] from decoder

The boundary has id U: the decoder reads U, s1, … sn and is to say s1, … sn, U. Its first states are the encoder's final ones,
layer by layer, those of two directions side by side; or for each state an affine map of v. An empty source (PyTorch refuses
them) ends with zeros. The loss is the mean cross entropy over all steps of all targets, ends among them. Long sources
have short targets, so that the two axes are sorted differently.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from make import STEPS, Gru, Lstm, about, digits, exact, hold_biases, places, rounded, short, write_gzip

SOURCES = [7, 0, 12, 1, 5, 12, 2, 0, 9, 3]
TARGETS = [1, 6, 0, 9, 3, 1, 5, 0, 2, 8]
V, U, E, D = 11, 7, 5, 4


class Decoder:
    def __init__(self, cell, h, layers, both, vector, dtype, seed):
        torch.manual_seed(seed)
        self.cell, self.vector, self.layers = cell, vector, layers
        width = 2 * h if both else h
        self.parts, self.recurrent = {}, {}
        if not vector:
            self.parts["encoder.1.E"] = nn.Embedding(V, E)
            self.recurrent["encoder"] = (cell.module(E, h, layers, both), both)
        self.parts["decoder.1.E"] = nn.Embedding(U + 1, E)
        self.recurrent["decoder"] = (cell.module(E, width, layers, False), False)
        if vector:
            for layer in range(layers):
                for state in cell.states:
                    self.parts["decoder.%d.%s.initial" % (layer + 2, state)] = nn.Linear(D, width)
        self.parts["target"] = nn.Linear(width, U + 1)
        for part in list(self.parts.values()) + [module for module, _ in self.recurrent.values()]:
            part.to(dtype)
        for module, both in self.recurrent.values():
            hold_biases(module, layers, both)
        self.dtype = dtype

    def trained(self):
        modules = list(self.parts.values()) + [module for module, _ in self.recurrent.values()]
        return [p for module in modules for p in module.parameters() if p.requires_grad]

    def named(self, of):
        found = {}
        for path, part in self.parts.items():
            if isinstance(part, nn.Embedding):
                found[path] = of(part.weight)
            else:
                found[path + ".W"], found[path + ".b"] = of(part.weight), of(part.bias)
        for stack, (module, both) in self.recurrent.items():
            for path, suffix in places(self.layers, both):
                layer, rest = path[2:].split(".", 1)
                for name, (tensor, start, end) in self.cell.names(module, suffix).items():
                    found["%s.%d.%s" % (stack, int(layer) + 1, rest + name)] = of(tensor)[start:end]
        return found

    def first(self, sources, vectors):
        """The decoder's first states: [layers, B, width] each."""
        if self.vector:
            return [torch.stack([self.parts["decoder.%d.%s.initial" % (layer + 2, state)](vectors) for layer in range(self.layers)]) for state in self.cell.states]
        module, both = self.recurrent["encoder"]
        real = [i for i, s in enumerate(sources) if len(s) > 0]
        padded = pad_sequence([self.parts["encoder.1.E"](sources[i]) for i in real])
        finals = module(pack_padded_sequence(padded, [len(sources[i]) for i in real], enforce_sorted=False))[1]
        states = []
        for final in finals if isinstance(finals, tuple) else (finals,):
            whole = torch.zeros(final.shape[0], len(sources), final.shape[2], dtype=self.dtype).index_copy(1, torch.tensor(real), final)
            states.append(torch.cat((whole[0::2], whole[1::2]), 2) if both else whole)
        return states

    def logits(self, sources, vectors, targets):
        boundary = torch.tensor([U])
        states = self.first(sources, vectors)
        read = [self.parts["decoder.1.E"](torch.cat((boundary, s))) for s in targets]
        packed = pack_padded_sequence(pad_sequence(read), [len(s) for s in read], enforce_sorted=False)
        out, lengths = pad_packed_sequence(self.recurrent["decoder"][0](packed, tuple(states) if len(states) > 1 else states[0])[0])
        return [self.parts["target"](out[: int(lengths[i]), i]) for i in range(len(targets))]

    def loss(self, logits, targets):
        return F.cross_entropy(torch.cat(logits), torch.cat([torch.cat((s, torch.tensor([U]))) for s in targets]))


def reference(name, cell, h, layers, both, vector, seed):
    def compute(dtype):
        torch.manual_seed(seed)
        sources = [torch.randint(V, (n,)) for n in SOURCES]
        targets = [torch.randint(U, (n,)) for n in TARGETS]
        vectors = torch.randn(len(TARGETS), D).to(dtype)
        net = Decoder(cell, h, layers, both, vector, dtype, seed + 1)
        weights = {k: v.detach().clone() for k, v in net.named(lambda p: p).items()}
        said = [torch.softmax(v, 1).detach() for v in net.logits(sources, vectors, targets)]
        optimiser = torch.optim.Adam(net.trained(), lr=1e-2)
        training, norms, gradients = [], [], None
        for _ in range(STEPS):
            optimiser.zero_grad()
            loss = net.loss(net.logits(sources, vectors, targets), targets)
            loss.backward()
            gradients = gradients or {k: v.clone() for k, v in net.named(lambda p: p.grad).items()}
            training.append(loss.item())
            norms.append(clip_grad_norm_(net.trained(), 1.0).item())
            optimiser.step()
        return dict(sources=sources, targets=targets, vectors=vectors, weights=weights, said=said, gradients=gradients, training=training, norms=norms)

    r, single = compute(torch.float64), compute(torch.float32)
    far = lambda a, b: float((a.double() - b.double()).abs().max())
    stack = lambda width, directions: "  ".join(["embed(%d)" % E] + [directions + cell.spec % width] * layers)
    inputs = "  input v: real[%d]\n" % D if vector else "  input source: token[S] of %d\n" % V
    encoder = "" if vector else "  stack encoder from source { %s }\n" % stack(h, "bidirectional " if both else "")
    decoder = "  stack decoder from target[t-1] init %s { %s }\n" % ("v" if vector else "final(encoder)", stack(2 * h if both else h, ""))
    return {
        "name": name,
        "spec": "model decoder {\n%s  input target: token[T] of %d\n%s%s  head target[t] from decoder\n  train { optimizer = adam(rate = 1e-2)  clip = norm(1)  batch = %d }\n}\n"
                % (inputs, U, encoder, decoder, len(TARGETS)),
        "examples": [dict({"target": t.tolist()}, **({"v": exact(v)} if vector else {"source": s.tolist()})) for s, t, v in zip(r["sources"], r["targets"], r["vectors"])],
        "parameters": {k: {"shape": list(v.shape), "data": exact(v)} for k, v in r["weights"].items()},
        "outputs": {"target": [rounded(v) for v in r["said"]]},
        "gradients": {k: rounded(v) for k, v in r["gradients"].items()},
        "training": [digits(v) for v in r["training"]], "norms": [digits(v) for v in r["norms"]],
        "float32": {"outputs": short(max(far(a, b) for a, b in zip(r["said"], single["said"]))),
                    "gradients": {k: short(far(v, single["gradients"][k]) / float(v.abs().max())) for k, v in r["gradients"].items()},
                    "training": short(max(abs(a - b) for a, b in zip(r["training"], single["training"])))},
    }


if __name__ == "__main__":
    write_gzip("decoders.json.gz", {"about": dict(about(500), made_by="test/reference/make_decoders.py"), "cases": [
        reference("two layers of LSTM", Lstm(), 6, 2, False, False, 500),
        reference("from both directions of a GRU", Gru(), 4, 1, True, False, 510),
        reference("from a vector", Lstm(), 6, 2, False, True, 520),
    ]})

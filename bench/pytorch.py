"""PyTorch as a contestant, on one thread or, with the argument `cuda`, on cuDNN: the protocol of worker.mjs on standard input and output."""
import json
import sys
import time

import numpy
import torch

torch.set_num_threads(1)
DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"
# Products in f32, as everyone else's: cuDNN would take 10 bits of the fraction.
torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
MODULES = {"elman": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru_reset_after": torch.nn.GRU}
GATES = {"elman": 1, "lstm": 4, "gru_reset_after": 3}
ORDER = {"elman": [0], "lstm": [0, 1, 2, 3], "gru_reset_after": [1, 0, 2]}  # PyTorch's gates in ours; its own inverse


def reorder(a, cell, h):
    return torch.cat([a[g * h:(g + 1) * h] for g in ORDER[cell]])


def prepare(row, sizes, path):
    numbers, data, at = numpy.fromfile(path, numpy.float32), {}, 0
    for name, size in sizes.items():
        data[name] = torch.from_numpy(numbers[at:at + size].copy()).to(DEVICE)
        at += size
    cell, d, h, b, t = (row[k] for k in ("cell", "D", "H", "B", "T"))
    g = GATES[cell] * h
    module = MODULES[cell](d, h).to(DEVICE)
    with torch.no_grad():
        module.weight_ih_l0.copy_(reorder(data["W"].view(g, d), cell, h))
        module.weight_hh_l0.copy_(reorder(data["U"].view(g, h), cell, h))
        module.bias_ih_l0.copy_(reorder(data["b"], cell, h))
        module.bias_hh_l0.zero_()
        if "c" in data:
            module.bias_hh_l0[2 * h:] = data["c"]
    x, target = data["x"].view(t, b, d), data["target"].view(t, b, h)

    def forward():
        with torch.no_grad():
            return module(x)[0]

    def train():
        x.requires_grad_(True)
        x.grad = None
        module.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(module(x)[0], target).backward()

    def gradients():
        train()
        grads = {"x": x.grad, "W": reorder(module.weight_ih_l0.grad, cell, h), "U": reorder(module.weight_hh_l0.grad, cell, h),
                 "b": reorder(module.bias_ih_l0.grad, cell, h)}
        if "c" in data:
            grads["c"] = module.bias_hh_l0.grad[2 * h:]
        return grads

    return forward, train, gradients


def answer(request):
    global current
    if request["do"] == "hello":
        if DEVICE == "cpu":
            return {"version": torch.__version__}
        name = "%s, cuDNN %s, %s" % (torch.__version__, torch.backends.cudnn.version(), torch.cuda.get_device_name())
        return {"version": name}
    if request["do"] == "prepare":
        if request["row"]["cell"] not in MODULES:
            return {"supported": False}
        forward, train, gradients = prepare(request["row"], request["sizes"], request["data"])
        current = {"forward": forward, "train": train}
        forward().contiguous().cpu().numpy().tofile(request["outputs"])
        found = gradients()
        numpy.concatenate([v.detach().contiguous().cpu().numpy().ravel() for v in found.values()]).tofile(request["gradients"])
        return {"supported": True, "trains": True, "gradients": {k: v.numel() for k, v in found.items()}}
    run, slice_ = current[request["what"]], request["slice"] / 1000
    return time_one(run, slice_) if DEVICE == "cpu" else time_queued(run, slice_)


def time_one(run, slice_):
    started, busy, count = time.perf_counter(), time.process_time(), 0
    while True:
        run()
        count += 1
        took = time.perf_counter() - started
        if took >= slice_:
            return {"wall": took * 1000 / count, "cpu": (time.process_time() - busy) * 1000 / count}


def time_queued(run, slice_):
    """Twice as many runs each time, waited for together, until they take long enough: as worker.mjs does."""
    count = 1
    while True:
        torch.cuda.synchronize()
        started, busy = time.perf_counter(), time.process_time()
        for _ in range(count):
            run()
        torch.cuda.synchronize()
        took = time.perf_counter() - started
        if took >= slice_:
            return {"wall": took * 1000 / count, "cpu": (time.process_time() - busy) * 1000 / count}
        count *= 2


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except Exception as error:  # the benchmark reports it and goes on
        print(json.dumps({"error": "%s: %s" % (type(error).__name__, error)}), flush=True)

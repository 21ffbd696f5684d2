"""One epoch of Fashion-MNIST in PyTorch, 784-128-128-10, batch 128, Adam, data in memory. Prints samples per second.

torch_fashion.py folder threads
"""
import gzip
import json
import sys
import time

import numpy as np
import torch
from torch import nn


def idx(path, offset):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), dtype=np.uint8, offset=offset)


folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(0)
x = torch.from_numpy(idx(f"{folder}/train-images-idx3-ubyte.gz", 16).reshape(-1, 784).astype("float32") / 127.5 - 1)
y = torch.from_numpy(idx(f"{folder}/train-labels-idx1-ubyte.gz", 8).astype("int64"))
model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)


def epoch():
    order = torch.randperm(len(x))
    for at in range(0, len(x), 128):
        rows = order[at : at + 128]
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()


begin = time.perf_counter()
epoch()
print(json.dumps({"samples": len(x) / (time.perf_counter() - begin), "version": torch.__version__}))

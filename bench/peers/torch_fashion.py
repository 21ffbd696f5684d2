"""Training on Fashion-MNIST in PyTorch, batch 128, Adam, data in memory. Prints samples per second.

torch_fashion.py folder threads mlp|cnn|lstm steps
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


class LastOfLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 128, batch_first=True)
        self.dense = nn.Linear(128, 10)

    def forward(self, x):
        return self.dense(self.lstm(x)[0][:, -1])


networks = {
    "mlp": ((784,), lambda: nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10))),
    "cnn": (
        (1, 28, 28),
        lambda: nn.Sequential(
            *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10)),
        ),
    ),
    "lstm": ((28, 28), LastOfLSTM),
}

folder, threads, network, steps = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(0)
shape, make = networks[network]
x = torch.from_numpy(idx(f"{folder}/train-images-idx3-ubyte.gz", 16).reshape(-1, *shape).astype("float32") / 127.5 - 1)
y = torch.from_numpy(idx(f"{folder}/train-labels-idx1-ubyte.gz", 8).astype("int64"))
model = make()
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)


order = torch.randperm(len(x))
begin = time.perf_counter()
for step in range(steps):
    rows = order[step * 128 : step * 128 + 128]
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of(model(x[rows]), y[rows])
    loss.backward()
    optimizer.step()
print(json.dumps({"samples": 128 * steps / (time.perf_counter() - begin), "version": torch.__version__}))

"""A dense classifier in PyTorch with Adam. Prints microseconds per training step, median over windows.

torch_train.py layers rows steps threads [data.csv model.pt]
Without files: random rows, one batch over and over. With files: reads, trains full batch that many epochs, saves.
"""
import json
import sys
import time

import torch
from torch import nn

widths = [int(n) for n in sys.argv[1].split(",")]
rows, steps, threads = (int(n) for n in sys.argv[2:5])
torch.set_num_threads(threads)
torch.manual_seed(0)
if len(sys.argv) > 5:
    import numpy as np

    table = np.genfromtxt(sys.argv[5], delimiter=",", skip_header=1)
    x = torch.from_numpy(table[:, :-1].astype("float32"))
    y = torch.from_numpy(table[:, -1].astype("int64"))
else:
    x = torch.randn(rows, widths[0])
    y = torch.randint(0, widths[-1], (rows,))
layers = []
for a, b in zip(widths, widths[1:]):
    layers += [nn.Linear(a, b), nn.ReLU()]
model = nn.Sequential(*layers[:-1])
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001 if rows > 1000 else 0.05)
window = max(1, min(200, steps // 10))
windows = []
begin = time.perf_counter()
for step in range(steps):
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of(model(x), y)
    loss.backward()
    optimizer.step()
    if (step + 1) % window == 0:
        now = time.perf_counter()
        windows.append((now - begin) / window)
        begin = now
if len(sys.argv) > 6:
    torch.save(model.state_dict(), sys.argv[6])
print(json.dumps({"us": 1e6 * sorted(windows)[len(windows) // 2], "version": torch.__version__}))

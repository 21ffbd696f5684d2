"""The network of NNFS chapter 10 in NumPy: 2-64-3, Adam, full batch. Prints microseconds per training step.

nnfs_spiral.py steps [data.csv model.npz]: with files it reads, trains that many epochs and saves, as a script would.
"""
import json
import sys
import time

import numpy as np


class Dense:
    def __init__(self, inputs, units):
        self.W = (0.01 * np.random.randn(inputs, units)).astype(np.float32)
        self.b = np.zeros((1, units), dtype=np.float32)
        self.moments = [np.zeros_like(p) for p in (self.W, self.W, self.b, self.b)]

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dy):
        self.dW = np.dot(self.x.T, dy)
        self.db = np.sum(dy, axis=0, keepdims=True)
        return np.dot(dy, self.W.T)


def adam(layer, rate, t):
    m_w, v_w, m_b, v_b = layer.moments
    for p, g, m, v in ((layer.W, layer.dW, m_w, v_w), (layer.b, layer.db, m_b, v_b)):
        m[:] = 0.9 * m + 0.1 * g
        v[:] = 0.999 * v + 0.001 * g**2
        p += -rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7)


def spiral(samples, classes):
    x = np.zeros((samples * classes, 2))
    y = np.zeros(samples * classes, dtype=np.int64)
    for c in range(classes):
        rows = range(samples * c, samples * (c + 1))
        r = np.linspace(0.0, 1, samples)
        t = np.linspace(c * 4, (c + 1) * 4, samples) + np.random.randn(samples) * 0.2
        x[rows] = np.c_[r * np.sin(t * 2.5), r * np.cos(t * 2.5)]
        y[rows] = c
    return x.astype(np.float32), y


np.random.seed(0)
steps = int(sys.argv[1])
if len(sys.argv) > 2:
    table = np.genfromtxt(sys.argv[2], delimiter=",", skip_header=1)
    x, y = table[:, :2].astype(np.float32), table[:, 2].astype(np.int64)
else:
    x, y = spiral(100, 3)
first, second = Dense(2, 64), Dense(64, 3)
rows = np.arange(len(y))
windows = []
begin = time.perf_counter()
for epoch in range(steps):
    z = first.forward(x)
    h = np.maximum(0, z)
    logits = second.forward(h)
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    loss = np.mean(-np.log(np.clip(p[rows, y], 1e-7, 1 - 1e-7)))
    accuracy = np.mean(np.argmax(p, axis=1) == y)
    d = p.copy()
    d[rows, y] -= 1
    d /= len(y)
    dh = second.backward(d)
    dh[z <= 0] = 0
    first.backward(dh)
    rate = 0.05 / (1 + 5e-7 * epoch)
    adam(first, rate, epoch + 1)
    adam(second, rate, epoch + 1)
    if (epoch + 1) % 200 == 0:
        now = time.perf_counter()
        windows.append((now - begin) / 200)
        begin = now
if len(sys.argv) > 3:
    np.savez(sys.argv[3], W1=first.W, b1=first.b, W2=second.W, b2=second.b)
print(json.dumps({"us": 1e6 * sorted(windows)[len(windows) // 2], "version": np.__version__}))

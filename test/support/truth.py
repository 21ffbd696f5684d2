"""Computes with NumPy what golden cases marked by a file `truth` that names NumPy must print, and looks for it there.

    /usr/bin/python3 test/support/truth.py

Debian: apt-get install python3-numpy. Written with NumPy 1.24, whose sin and cos differ from 2.4 in the last digit of float64.
"""

import csv
import json
import re
import sys
from pathlib import Path

import numpy as np

# Fixtures are copied: no bytecode among them.
sys.dont_write_bytecode = True

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / 'test' / 'cases'
FIXTURES = ROOT / 'fixtures'
sys.path.insert(0, str(FIXTURES / 'goldens' / 'make'))
from nnfs_reference import F4, SETUPS, ROUNDED_ONCE, adam, dot, gradients, log_of, randn32, spiral, vertical  # noqa: E402


def printed(name):
    texts = [CASES / name / kind for kind in ('stdout', 'stderr')]
    return '\n'.join(path.read_text() for path in texts if path.exists())


def message(call):
    """What NumPy says."""
    try:
        call()
    except (ValueError, IndexError) as error:
        return str(error)
    raise AssertionError('NumPy takes it')


def numbers(text):
    return [float(x) for x in re.findall(r'-?\d+\.?\d*(?:e[+-]?\d+)?', text)]


def cells(name):
    """The numbers in the boxes of a picture, in the order in which they stand."""
    rows = [line for line in printed(name).split('\n') if '│' in line or ('|' in line and '+' not in line)]
    return [float(x) for line in rows for x in re.findall(r'[│|] *(-?(?:\d[\d.]*(?:e[+-]?\d+)?|nan|inf)) *(?=[│|])', line.replace('│', '││'))]


def columns(file, of):
    with open(FIXTURES / file) as lines:
        rows = list(csv.DictReader(lines))
    return np.array([[float(row[name]) for name in of] for row in rows])


def has(name, *texts):
    found = printed(name)
    return [text for text in texts if text not in found]


def same(name, wanted):
    """The picture holds these numbers, in order of rows."""
    found = cells(name)
    wanted = [float(f'{x:.5g}') for x in np.ravel(wanted)]
    return [] if np.array_equal(found, wanted, equal_nan=True) else [f'{found} is not {wanted}']


def table(name, wanted, skip=1, dtype=F4, digits=None):
    """The rows of CSV are these numbers of this type."""
    lines = (CASES / name / 'stdout').read_text().split('\n')[skip:]
    found = np.array([[float(x) for x in line.split(',')] for line in lines if line]).astype(dtype)
    wanted = np.asarray(wanted).astype(dtype)
    equal = np.array_equal(found, wanted) if digits is None else np.allclose(found, wanted, 0, 10**-digits)
    return [] if equal else [f'{found} is not {wanted}']


def table_of(name, wanted):
    """The rows of several tables, each with a header, are these numbers of float32."""
    lines = [x for x in (CASES / name / 'stdout').read_text().split('\n') if x and not x.startswith('y1')]
    found = np.array([[float(x) for x in line.split(',')] for line in lines]).astype(F4)
    return [] if np.array_equal(found, wanted) else [f'{found} is not {wanted}']


def boxed(name, array):
    lost = has(name, str(array.shape), str(array.dtype))
    return lost + same(name, array)


def shown(name, array):
    known = array[np.isfinite(array)]
    three = lambda x: f'{float(x):.4g}'
    statistics = [three(known.mean()), three(known.std())]
    line = next(line for line in printed(name).split('\n') if line.startswith('values'))
    found = numbers(line.split('mean')[1])[:2]
    wanted = [float(x) for x in statistics]
    close = np.allclose(found, wanted, atol=6e-4, rtol=2e-4)
    return has(name, str(array.shape), str(array.dtype)) + ([] if close else [f'{found} is not {wanted}'])


def drawn(seed, call):
    """What is drawn after np.random.seed."""
    return call(np.random.RandomState(seed))


def drawn_says(name, array):
    """The array as NumPy prints it, its mean and standard deviation."""
    figures = [numbers(next(line for line in printed(name).split('\n') if line.startswith(word)))[0] for word in ('mean', 'std')]
    close = np.allclose(figures, [array.mean(), array.std()], atol=6e-4)
    return has(name, str(array)) + ([] if close else [f'{figures} is not {array.mean()}, {array.std()}'])


NOTES = np.array(json.loads((FIXTURES / 'notes.json').read_text()))
A, B = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
RANGE = np.array([[1, 2, 3], [4, 5, 6]])
WEIGHTS = np.array([[0.2, 0.8, -0.5, 1.0], [0.5, -0.91, 0.26, -0.5], [-0.26, -0.27, 0.17, 0.87]])
IRIS = columns('iris.csv', ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'])
with open(FIXTURES / 'digits.csv') as lines:
    DIGITS = np.array([[int(x) for x in row[:64]] for row in list(csv.reader(lines))[1:5]])


def book(x, y, classes, epochs, rate):
    """History of the book's Adam on 2-64-classes."""
    random = np.random.RandomState(0)
    x = vertical(random, 100, classes)
    params = []
    for m, n in ((2, 64), (64, classes)):
        params += [F4(0.01) * randn32(random, m, n), np.zeros((1, n), F4)]
    states, rows = [{} for _ in params], []
    for epoch in range(epochs):
        right, loss, slopes = gradients(x, y, params, *ROUNDED_ONCE)
        rows.append((epoch, str(loss), right / len(y)))
        params = [adam(w, g, state, rate, epoch) for w, g, state in zip(params, slopes, states)]
    return [f'{epoch},{loss},{loss},0,{accuracy},{rate}' for epoch, loss, accuracy in rows]


def two_layers(x, sizes, random, dtype):
    """0.1 · randn weights, ReLU between."""
    outputs = []
    for m, n in zip(sizes, sizes[1:]):
        draw = random.randn(m, n)
        w = F4(0.1) * draw.astype(F4) if dtype is F4 else 0.1 * draw
        x = dot(x.astype(F4), w) if dtype is F4 else np.dot(x, w)
        outputs.append(x)
        if len(outputs) < len(sizes) - 1 and dtype is F4:
            x = np.maximum(0, x)
            outputs.append(x)
    return outputs


def rows_of(matrix, count=2):
    """First rows as NumPy prints them."""
    return [line.strip(' []') for line in str(matrix).split('\n')[:count]]


def spiral_notes():
    random = np.random.RandomState(0)
    return two_layers(spiral(random, 100, 3)[0], [2, 5, 2], random, F4)


def stored_weights(dtype):
    """Two layers of fixtures/weights, kept in a type and computed in float64; the first gives no negative number."""
    stored = {name: values.astype(dtype).astype(float) for name, values in np.load(FIXTURES / 'weights/notes.npz').items()}
    hidden = np.maximum(0, np.dot(stored['W1'], NOTES[0]) + stored['b1'])
    return (np.dot(stored['W2'], hidden) + stored['b2']).astype(dtype)


def spiral_forward():
    found = re.findall(r'\[+([^][]*)\]', printed('forward/spiral').replace('\n  ', ' '))
    rows = [[float(x) for x in row.split()] for row in found if re.match(r' *-?\d', row)]
    wanted = [row for x in spiral_notes() for row in (*x[:3], *x[-3:])]
    close = [np.allclose(a, b, rtol=2e-6, atol=1e-9) for a, b in zip(rows, wanted)]
    return [] if len(rows) == len(wanted) == 18 and all(close) else [f'{rows} is not {wanted}']


def notes32():
    return two_layers(NOTES, [4, 3, 2], np.random.RandomState(0), F4)


def notes64():
    random = np.random.RandomState(0)
    first = np.dot(NOTES, 0.1 * random.randn(4, 5))
    return [first, np.dot(first, 0.1 * random.randn(5, 2))]


def spiral_rows(samples, classes, seed, dtype):
    plain = (lambda random, n: random.randn(n)) if dtype is np.float64 else randn32
    x, y = spiral(np.random.RandomState(seed), samples, classes, plain, dtype)
    return np.c_[x, y]


def sine(n):
    # nnfs.datasets.sine_data
    x = np.arange(n) / n
    return np.c_[x, np.sin(2 * np.pi * x)]


def shuffled():
    random = np.random.RandomState(0)
    rows = np.c_[vertical(random, 2, 2), [0, 0, 1, 1]]
    return rows[random.permutation(4)]


def book_log():
    rows = [row for row in log_of(*SETUPS['Adam lr.05 d5e-7'], *ROUNDED_ONCE) if row[0] in (0, 100, 200)]
    return [f'epoch: {e}, acc: {right / 300:.3f}, loss: {loss:.3f}, lr: {rate}' for e, right, loss, rate in rows]


def index_json():
    part = IRIS[:3, 1:3]
    found = json.loads((CASES / 'show/index/stdout').read_text())
    wanted = {'values': part.tolist(), 'shape': [3, 2], 'min': part.min(), 'max': part.max()}
    lost = [key for key, value in wanted.items() if found[key] != value]
    return lost + [key for key in ('mean', 'std') if abs(found[key] - getattr(part, key)()) > 1e-14]


def steps():
    part = np.load(FIXTURES / 'arrays.npz')
    found = numbers(printed('inspect/npz'))
    wanted = [part['weights'].mean(), part['weights'].std(), part['steps'].std()]
    return [x for x in wanted if not any(abs(x - y) < 5e-4 for y in found)]


def by_hand():
    """A step of gradient descent through two inputs, two sigmoid units and one output."""
    x, rate = np.array([1.0, 2.0]), 0.5
    params = [np.array([[0.1, 0.2], [0.3, -0.4]]), np.array([0.1, -0.1]), np.array([[0.5], [-0.6]]), np.array([0.2])]

    def forward(w1, b1, w2, b2):
        z1 = x @ w1 + b1
        a = 1 / (1 + np.exp(-z1))
        y = a @ w2 + b2
        return z1, a, y, (y[0] - 1) ** 2

    z1, a, y, loss = forward(*params)
    dz = 2 * (y - 1)
    dz1 = params[2] @ dz * a * (1 - a)
    gradients = [np.outer(x, dz1), dz1, np.outer(a, dz), dz]
    after = [w - rate * g for w, g in zip(params, gradients)]
    *_, y2, loss2 = forward(*after)
    n = lambda value: f'{value:.5g}'
    factor = lambda value: f'({n(value)})' if value < 0 else n(value)
    updates = [
        f'{n(w)} − {n(rate)}·{factor(g)} = {n(w2)}'
        for of in zip(params, gradients, after)
        for w, g, w2 in zip(*map(np.ravel, of))
    ]
    return has(
        'explain/by-hand',
        *[f'a[{j}] = 1 / (1 + exp(-{factor(z1[j])})) = {n(a[j])}' for j in range(2)],
        f'= {n(loss)}\n',
        f'dz[0] = 2·({n(y[0])} − 1) = {n(dz[0])}',
        *[f'= {n(value)}\n' for value in dz1],
        *updates,
        f'L = {n(loss)} before, {n(loss2)} after, change {n(loss2 - loss)}',
        f'ŷ = {n(y[0])} before, {n(y2[0])} after',
    )


I64, U64 = np.load(FIXTURES / 'arrays/i64.npy'), np.load(FIXTURES / 'arrays/u64.npy')
RECORD, COMPLEX = np.load(FIXTURES / 'arrays/record.npy'), np.load(FIXTURES / 'arrays/complex64.npy')
VERTICAL = np.repeat(np.arange(3), 100)
Z = np.array([2.0, 1.0, 0.1])
ROW = np.array([2, 5, -1, 2])
BIASES = np.array([2, 3, 0.5])
# Weights and biases that are given: two layers of three neurons.
W1 = np.array([[0.2, 0.8, -0.5, 1], [0.5, -0.91, 0.26, -0.5], [-0.26, -0.27, 0.17, 0.87]])
W2 = np.array([[0.1, -0.14, 0.5], [-0.5, 0.12, -0.33], [-0.44, 0.73, -0.13]])
GIVEN = np.dot(NOTES, W1.T) + [2, 3, 0.5]
SECOND = np.dot(GIVEN, W2.T) + [-1, 2, -0.5]
ACTIVE = np.dot(np.maximum(0, GIVEN), W2.T) + [-1, 2, -0.5]
X3 = np.array([-1.0, 0, 3])

def history(lines):
    """The lines of the book without the data loss and the penalty, which is 0."""
    return [','.join(line.split(',')[:2] + line.split(',')[4:]) for line in lines]


CHECKS = {
    'dot/matrix': lambda: has('dot/matrix', str(A @ B)),
    'dot/transpose': lambda: has('dot/transpose', str(RANGE @ np.array([[1, 0, 1], [0, 1, 0]]).T)),
    'dot/int64-exact': lambda: has('dot/int64-exact', f'= {np.dot([94906267], [94906267])}'),
    'dot/int64-csv': lambda: has('dot/int64-csv', str(np.dot(np.array([[2**53 + 1], [-(2**63)]]), np.array([2])))),
    'dot/int64-wraps': lambda: has('dot/int64-wraps', f'{np.dot([3037000500], [3037000500])}\n'),
    'dot/uint64-wraps': lambda: has('dot/uint64-wraps', f'{np.dot(np.uint64([2**63, 3]), np.uint64([2, 5]))}\n'),
    'dot/uint64-int64': lambda: has('dot/uint64-int64', f'{np.dot(np.uint64([2**64 - 1]), [2])}\n'),
    'dot/nnfs': lambda: has('dot/nnfs', repr(float(dot(np.array([0.1, 0.2]), np.array([0.3, 0.4]))))),
    'dot/misaligned': lambda: has('dot/misaligned', message(lambda: np.dot(np.ones((1, 4)), np.ones((2, 3))))),
    'dot/swap': lambda: has('dot/swap', message(lambda: np.dot(np.ones((3, 2)), np.ones((3, 3))))),
    'dot/show-piped': lambda: has('dot/show-piped', str(A @ np.array([[1], [1]]))),
    'dot/show-json-piped': lambda: has('dot/show-json-piped', str(np.array([[1.5, 2], [3, 4]]) @ np.array([[1], [1]]))),
    'dot/notes-batch': lambda: has('dot/notes-batch', str(np.dot(NOTES, WEIGHTS.T) + [2, 3, 0.5])),
    'gen/random': lambda: drawn_says('gen/random', drawn(0, lambda r: r.rand(2, 3))),
    'gen/random-normal': lambda: drawn_says('gen/random-normal', drawn(0, lambda r: 0.1 * r.randn(2, 5))),
    'gen/random-integers': lambda: [] if json.loads(printed('gen/random-integers')) == drawn(1, lambda r: r.randint(-5, 5, (2, 3))).tolist() else ['numbers'],
    'gen/random-four-axes': lambda: shown('gen/random-four-axes', drawn(0, lambda r: r.rand(2, 3, 4, 5))[1, 2, 3]),
    'show/random-seed': lambda: shown('show/random-seed', drawn(3, lambda r: r.rand(2))),
    'shape/printed-shape': lambda: has('shape/printed-shape', f'the shape is {RANGE.shape}'),
    'shape/vector': lambda: boxed('shape/vector', np.array([1, 2, 3])),
    'shape/int64-literal': lambda: has('shape/int64-literal', str(np.array([9007199254740993])[0]), 'int64'),
    'shape/matrix': lambda: boxed('shape/matrix', np.array([[1, 2.5], [3, 4]])),
    'shape/ragged': lambda: has('shape/ragged', message(lambda: np.array([[[1, 2], [3, 4]], [[5, 6], [7]]]))),
    'forward/notes': lambda: has('forward/notes', *rows_of(notes64()[0]), *rows_of(notes64()[1])),
    'forward/explain': lambda: has('forward/explain', *[line for x in notes32() for line in rows_of(x)]),
    'forward/layer': lambda: table('forward/layer', notes32()[0]),
    'forward/spiral': spiral_forward,
    'explain/by-hand': by_hand,
    'forward/alone': lambda: has('forward/alone', *[line for line in printed('forward/spiral').split('\n3. ')[0].split('\n') if line]),
    'forward/given-batch': lambda: has('forward/given-batch', str(GIVEN)),
    'forward/given-inputs': lambda: has('forward/given-inputs', str(GIVEN)),
    'forward/given-vector': lambda: has('forward/given-vector', str(np.dot(W1, NOTES[0]) + [2, 3, 0.5])),
    'forward/given-two': lambda: has('forward/given-two', str(SECOND)),
    'forward/given-two-relu': lambda: has('forward/given-two-relu', str(ACTIVE)),
    'forward/given-json': lambda: has('forward/given-json', str(SECOND)),
    'forward/given-network': lambda: has('forward/given-network', str(np.maximum(0, np.dot(A, [1, -1]) + [0.0, 1.0]))),
    'forward/given-transpose': lambda: has('forward/given-transpose', str(np.dot([1.0, 2.0], A.T)), str(np.dot([1.0, 2.0], A))),
    'forward/weights-npz': lambda: has('forward/weights-npz', ','.join(map(repr, stored_weights(np.float64)))),
    'forward/weights-pytorch': lambda: has('forward/weights-pytorch', ','.join(map(str, stored_weights(np.float32)))),
    'forward/sigmoid': lambda: has('forward/sigmoid', str(1 / (1 + np.exp(-X3)))),
    'forward/softmax': lambda: has('forward/softmax', str(np.exp(X3) / np.exp(X3).sum())),
    'gen/spiral': lambda: table('gen/spiral', spiral_rows(3, 2, 0, F4)),
    'gen/spiral-float64': lambda: table('gen/spiral-float64', spiral_rows(2, 2, 1, np.float64), dtype=np.float64, digits=15),
    'gen/sine-json': lambda: [
        row
        for row, (x, y) in zip(json.loads(printed('gen/sine-json')), sine(4).astype(F4))
        if F4(row['x']) != x or F4(row['y']) != y
    ],
    'gen/to-npy': lambda: has('gen/to-npy', '(4, 2)', 'float32', *[f'{x:.5g}' for x in sine(4)[:3, 1]][2:]),
    'gen/vertical-shuffled': lambda: table('gen/vertical-shuffled', shuffled()),
    'show/index': index_json,
    'show/csv': lambda: table('show/csv', IRIS[-2:, 1:3], dtype=np.float64),
    'show/int64-csv': lambda: has('show/int64-csv', ','.join(map(str, I64))),
    'show/int64-json': lambda: [] if json.loads(printed('show/int64-json'))['values'] == I64.tolist() else ['values'],
    'show/int64-jsonl': lambda: [] if list(json.loads(printed('show/int64-jsonl')).values()) == I64.tolist() else ['values'],
    'show/int64-npy': lambda: has('show/int64-npy', ','.join(map(str, I64[::-1]))),
    'show/uint64': lambda: has('show/uint64', 'uint64', *map(str, U64.ravel())),
    'show/uint64-markdown': lambda: has('show/uint64-markdown', *map(str, U64.ravel())),
    'show/npy-record': lambda: same('show/npy-record', np.column_stack([RECORD[x] for x in ('a', 'b')] + [RECORD['xy'], RECORD['in']['ok']])),
    'show/npy-field': lambda: [] if json.loads(printed('show/npy-field').split('\n}')[0] + '}')['values'] == [[float(f'{x:.7g}') for x in row] for row in RECORD['xy']] else ['values'],
    'show/npy-complex': lambda: table_of('show/npy-complex', np.vstack([COMPLEX.real, COMPLEX.imag])),
    'show/matrix': lambda: shown('show/matrix', np.array([[1, 2, 3], [4, 5, 6.5]])) + same('show/matrix', [[1, 2, 3], [4, 5, 6.5]]),
    'show/transpose': lambda: shown('show/transpose', RANGE.T) + same('show/transpose', RANGE.T),
    'show/vector': lambda: shown('show/vector', np.array([0.5, -1, 2e-3])),
    'show/table': lambda: shown('show/table', IRIS),
    'show/permute': lambda: shown('show/permute', DIGITS[:3].reshape(3, 8, 8).transpose(2, 0, 1)),
    'show/six': lambda: shown('show/six', DIGITS[0].reshape(2, 2, 2, 2, 2, 2)),
    'show/heat': lambda: shown('show/heat', DIGITS.reshape(4, 8, 8)),
    'show/out-of-bounds': lambda: has('show/out-of-bounds', message(lambda: A[2])),
    'plot/softmax-literal': lambda: has('plot/softmax-literal', *[f'{p:.4f}' for p in np.exp(Z) / np.exp(Z).sum()]),
    'plot/network-weights': lambda: has('plot/network-weights', *[f'({z:.3g})' for z in ROW @ WEIGHTS.T + BIASES]),
    'inspect/npz': steps,
    'train/npy-record': lambda: has('train/npy-record', *[','.join('' if x in (None, 'NaT') or x != x else f'{x:g}' if isinstance(x, float) else str(x) for x in (r['a'], float(r['b']), r['name'], *map(float, (f'{x:.7g}' for x in r['xy'])), str(r['in']['day']))) for r in RECORD]),
    'train/nnfs': lambda: has('train/nnfs', *book_log()),
    'train/history': lambda: has('train/history', *history(book(None, VERTICAL, 3, 3, 0.001))),
    'train/log-every': lambda: has('train/log-every', *history(book(None, VERTICAL, 3, 5, 0.001)[::2])),
}

wrong = 0
for name, check in CHECKS.items():
    lost = check()
    wrong += bool(lost)
    print(f'{"DIFFERS" if lost else "same":8}{name}', *[f'\n    {x}' for x in lost])
sys.exit(1 if wrong else 0)

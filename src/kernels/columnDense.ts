import { byRow, defineKernel, int, read, write } from './define.ts';

/** A dense layer of its own for each of c groups of f neighbouring inputs, with g outputs. */
export const columnDense = defineKernel({
  name: 'columnDense',
  formula: 'out[i,c,l] = Σⱼ x[i,c,j]·w[c,j,l] + b[c,l]',
  args: {
    x: read(['m', 'c', 'f']),
    w: read(['c', 'f', 'g']),
    b: read(['c', 'g']),
    out: write(['m', 'c', 'g']),
    m: int,
    c: int,
    f: int,
    g: int,
  },
  parallel: byRow,
  products: ({ m, c, f, g }) => m * c * f * g,
  flops: ({ m, c, f, g }) => 2 * m * c * f * g,
  reference({ f: floats }, { x, w, b, out, m, c, f, g }) {
    for (let i = 0; i < m * c; i++) {
      const column = i % c;
      for (let l = 0; l < g; l++) {
        let sum = floats[b + column * g + l];
        for (let j = 0; j < f; j++) sum += floats[x + i * f + j] * floats[w + (column * f + j) * g + l];
        floats[out + i * g + l] = sum;
      }
    }
  },
});

/** The gradients of its weights and biases, summed over the rows. */
export const columnDenseGrad = defineKernel({
  name: 'columnDenseGrad',
  formula: 'dw[c,j,l] = Σᵢ x[i,c,j]·dy[i,c,l],  db[c,l] = Σᵢ dy[i,c,l]',
  args: {
    x: read(['m', 'c', 'f']),
    dy: read(['m', 'c', 'g']),
    dw: write(['c', 'f', 'g']),
    db: write(['c', 'g']),
    m: int,
    c: int,
    f: int,
    g: int,
  },
  products: ({ m, c, f, g }) => m * c * f * g,
  flops: ({ m, c, f, g }) => 2 * m * c * f * g,
  reference({ f: floats, round }, { x, dy, dw, db, m, c, f, g }) {
    floats.fill(0, dw, dw + c * f * g);
    floats.fill(0, db, db + c * g);
    for (let i = 0; i < m * c; i++) {
      const column = i % c;
      for (let l = 0; l < g; l++) {
        const d = floats[dy + i * g + l];
        floats[db + column * g + l] += d;
        for (let j = 0; j < f; j++) floats[dw + (column * f + j) * g + l] += round(floats[x + i * f + j] * d);
      }
    }
  },
});

/** The gradient of its inputs. */
export const columnDenseGradInput = defineKernel({
  name: 'columnDenseGradInput',
  formula: 'dx[i,c,j] = Σₗ dy[i,c,l]·w[c,j,l]',
  args: {
    w: read(['c', 'f', 'g']),
    dy: read(['m', 'c', 'g']),
    dx: write(['m', 'c', 'f']),
    m: int,
    c: int,
    f: int,
    g: int,
  },
  parallel: byRow,
  products: ({ m, c, f, g }) => m * c * f * g,
  flops: ({ m, c, f, g }) => 2 * m * c * f * g,
  reference({ f: floats }, { w, dy, dx, m, c, f, g }) {
    for (let i = 0; i < m * c; i++) {
      const column = i % c;
      for (let j = 0; j < f; j++) {
        let sum = 0;
        for (let l = 0; l < g; l++) sum += floats[dy + i * g + l] * floats[w + (column * f + j) * g + l];
        floats[dx + i * f + j] = sum;
      }
    }
  },
});

import { byRow, defineKernel, float, int, read, write } from './define.ts';
import { matmul, matmulTA, matmulTB } from './matmul.ts';

/**
 * Kernels of networks with several members side by side (Wen et al. 2020, BatchEnsemble; Gorishniy et al.
 * 2025, TabM): rows m, members, n numbers of each.
 */

/** Each row once for every member, times the member's factors. */
export const spreadMembers = defineKernel({
  name: 'spreadMembers',
  formula: 'out[i,v,j] = x[i,j]·s[v,j]',
  args: {
    x: read(['m', 'n']),
    s: read(['members', 'n']),
    out: write(['m', 'members', 'n']),
    m: int,
    members: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, members, n }) => m * members * n,
  reference({ f }, { x, s, out, m, members, n }) {
    for (let i = 0; i < m; i++)
      for (let v = 0; v < members; v++)
        for (let j = 0; j < n; j++) f[out + (i * members + v) * n + j] = f[x + i * n + j] * f[s + v * n + j];
  },
});

/** Gradient of spreadMembers by its rows, added member by member. */
export const spreadMembersGrad = defineKernel({
  name: 'spreadMembersGrad',
  formula: 'dx[i,j] = Σᵥ dy[i,v,j]·s[v,j]',
  args: {
    dy: read(['m', 'members', 'n']),
    s: read(['members', 'n']),
    dx: write(['m', 'n']),
    m: int,
    members: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, members, n }) => 2 * m * members * n,
  reference({ f, round }, { dy, s, dx, m, members, n }) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let total = 0;
        for (let v = 0; v < members; v++)
          total = round(total + round(f[dy + (i * members + v) * n + j] * f[s + v * n + j]));
        f[dx + i * n + j] = total;
      }
    }
  },
});

/** Gradient of spreadMembers by the factors, added row by row. */
export const spreadMembersGradFactors = defineKernel({
  name: 'spreadMembersGradFactors',
  formula: 'ds[v,j] = Σᵢ dy[i,v,j]·x[i,j]',
  args: {
    x: read(['m', 'n']),
    dy: read(['m', 'members', 'n']),
    ds: write(['members', 'n']),
    m: int,
    members: int,
    n: int,
  },
  flops: ({ m, members, n }) => 2 * m * members * n,
  reference({ f, round }, { x, dy, ds, m, members, n }) {
    f.fill(0, ds, ds + members * n);
    for (let i = 0; i < m; i++)
      for (let v = 0; v < members; v++)
        for (let j = 0; j < n; j++)
          f[ds + v * n + j] += round(f[dy + (i * members + v) * n + j] * f[x + i * n + j]);
  },
});

/** Mean over the members, added one after the other. */
export const meanMembers = defineKernel({
  name: 'meanMembers',
  formula: 'out[i,j] = meanᵥ x[i,v,j]',
  args: { x: read(['m', 'members', 'n']), out: write(['m', 'n']), m: int, members: int, n: int },
  parallel: byRow,
  flops: ({ m, members, n }) => m * members * n,
  reference({ f, round }, { x, out, m, members, n }) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let total = 0;
        for (let v = 0; v < members; v++) total = round(total + f[x + (i * members + v) * n + j]);
        f[out + i * n + j] = total / members;
      }
    }
  },
});

/** Each row once for every member, times a number: targets that members share, the gradient of their mean. */
export const repeatRows = defineKernel({
  name: 'repeatRows',
  formula: 'out[i,v,j] = factor·x[i,j]',
  args: {
    x: read(['m', 'n']),
    out: write(['m', 'members', 'n']),
    m: int,
    members: int,
    n: int,
    factor: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, round }, { x, out, m, members, n, factor }) {
    const scale = round(factor);
    for (let i = 0; i < m; i++)
      for (let v = 0; v < members; v++)
        for (let j = 0; j < n; j++) f[out + (i * members + v) * n + j] = scale * f[x + i * n + j];
  },
});

/** The class of each row once for every member. */
export const repeatLabels = defineKernel({
  name: 'repeatLabels',
  formula: 'out[i,v] = label[i]',
  args: {
    label: read(['m'], { element: 'int32' }),
    out: write(['m', 'members'], { element: 'int32' }),
    m: int,
    members: int,
  },
  parallel: byRow,
  flops: () => 0,
  reference({ i: ints }, { label, out, m, members }) {
    for (let i = 0; i < m; i++) ints.fill(ints[label + i], out + i * members, out + (i + 1) * members);
  },
});

/** Every column times its own factor, plus its own number: what BatchEnsemble does after its product. */
export const scaleShiftColumns = defineKernel({
  name: 'scaleShiftColumns',
  formula: 'out[i,j] = x[i,j]·s[j] + b[j]',
  args: { x: read(['m', 'n']), s: read(['n']), b: read(['n']), out: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { x, s, b, out, m, n }) {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) f[out + i * n + j] = round(f[x + i * n + j] * f[s + j]) + f[b + j];
  },
});

/** A matrix product for each member: x of all rows with a matrix of its own. */
export const membersMatmul = defineKernel({
  name: 'membersMatmul',
  formula: 'out[:,v] = x[:,v]·w[v]',
  args: {
    x: read(['m', 'members', 'k']),
    w: read(['members', 'k', 'n']),
    out: write(['m', 'members', 'n']),
    m: int,
    members: int,
    k: int,
    n: int,
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: ({ m, members, k, n }) => 2 * m * members * k * n,
  reference(views, { x, w, out, m, members, k, n }) {
    const strides = { lda: members * k, ldb: n, ldo: members * n };
    for (let v = 0; v < members; v++)
      matmul.reference(views, { a: x + v * k, b: w + v * k * n, out: out + v * n, m, k, n, ...strides });
  },
});

/** Gradient of membersMatmul by the matrices. */
export const membersMatmulTA = defineKernel({
  name: 'membersMatmulTA',
  formula: 'dw[v] = x[:,v]ᵀ·dy[:,v]',
  args: {
    x: read(['m', 'members', 'k']),
    dy: read(['m', 'members', 'n']),
    dw: write(['members', 'k', 'n']),
    m: int,
    members: int,
    k: int,
    n: int,
  },
  multiplyAdds: true,
  flops: ({ m, members, k, n }) => 2 * m * members * k * n,
  reference(views, { x, dy, dw, m, members, k, n }) {
    const strides = { lda: members * k, ldb: members * n, ldo: n };
    for (let v = 0; v < members; v++)
      matmulTA.reference(views, { a: x + v * k, b: dy + v * n, out: dw + v * k * n, m, k, n, ...strides });
  },
});

/** Gradient of membersMatmul by the rows. */
export const membersMatmulTB = defineKernel({
  name: 'membersMatmulTB',
  formula: 'dx[:,v] = dy[:,v]·w[v]ᵀ',
  args: {
    dy: read(['m', 'members', 'n']),
    w: read(['members', 'k', 'n']),
    dx: write(['m', 'members', 'k']),
    m: int,
    members: int,
    k: int,
    n: int,
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: ({ m, members, k, n }) => 2 * m * members * k * n,
  reference(views, { dy, w, dx, m, members, k, n }) {
    const strides = { lda: members * n, ldb: n, ldo: members * k };
    for (let v = 0; v < members; v++)
      matmulTB.reference(views, { a: dy + v * n, b: w + v * k * n, out: dx + v * k, m, k, n, ...strides });
  },
});

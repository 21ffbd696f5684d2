import { matmul } from '../../src/kernels/matmul.ts';
import { cases } from '../../test/kernels/cases/index.ts';
import { inTurn, library, median, missing, peer } from '../measure.ts';
import type { Bench, Row } from '../measure.ts';
import { backendOn, flopsOf, microseconds, stepOf } from '../step.ts';

const percentRow = (
  bench: string,
  against: string,
  ours: number,
  limit: number | undefined,
  target: number,
): Row =>
  limit === undefined || Number.isNaN(limit)
    ? missing(bench, against, `${ours.toFixed(1)} GFLOP/s`, target)
    : {
        bench,
        against,
        ours: `${ours.toFixed(1)} GFLOP/s`,
        theirs: `${limit.toFixed(1)} GFLOP/s`,
        ratio: ours / limit,
        target,
      };

export const wide: Bench = {
  name: 'wide',
  about: "1024-2048-2048-10, batch 256: share of OpenBLAS' sgemm rate that the whole step sustains",
  async run() {
    const rows: Row[] = [];
    const kinds = [
      { bench: 'wide', blas: undefined, target: 0.4 },
      ...(library ? [{ bench: 'wide, BLAS', blas: library, target: 0.7 }] : []),
    ];
    for (const { threads, bench, blas, target } of [1, 2].flatMap((threads) =>
      kinds.map((kind) => ({ threads, ...kind })),
    )) {
      const step = await stepOf('1024,2048,2048,10', 256, threads, blas);
      const { ours, theirs } = inTurn(
        3,
        () => flopsOf(step) / microseconds(step, 3) / 1000,
        () => peer('gemm.py', [256, 2048, 2048, threads])?.result.gflops,
      );
      const limit = median(theirs.filter((rate) => rate !== undefined));
      rows.push(
        percentRow(bench, `sgemm, ${threads} thread${threads > 1 ? 's' : ''}`, median(ours), limit, target),
      );
    }
    return rows;
  },
};

export const product: Bench = {
  name: 'matmul',
  about: "matmul 512³ on one thread: share of OpenBLAS' sgemm rate",
  async run() {
    const { overlays, backing } = (await backendOn(1)).open();
    const call = overlays[0].get(matmul.name)?.call;
    if (!call || !cases.matmul) throw new Error('no matmul');
    const n = 512;
    const bytes = 4 * n * n;
    const base = 1 << 22;
    backing.grow(base + 3 * bytes);
    const values = new Float32Array(backing.buffer, base, 2 * n * n);
    for (let i = 0; i < values.length; i++) values[i] = Math.sin(i);
    const rate = () => {
      const began = performance.now();
      for (let i = 0; i < 5; i++) call(base, base + bytes, base + 2 * bytes, n, n, n, n, n, n);
      return (5 * 2 * n ** 3) / (performance.now() - began) / 1e6;
    };
    for (let i = 0; i < 5; i++) rate();
    const { ours, theirs } = inTurn(
      7,
      () => median(Array.from({ length: 5 }, rate)),
      () => peer('gemm.py', [n, n, n, 1])?.result.gflops,
    );
    const limit = median(theirs.filter((value) => value !== undefined));
    return [percentRow('matmul', 'sgemm, 1 thread', median(ours), limit, 0.45)];
  },
};

export const twoThreads: Bench = {
  name: 'threads',
  about: 'two threads against one, the 784-128-128-10 step',
  async run() {
    const one = await stepOf('784,128,128,10', 128, 1);
    const two = await stepOf('784,128,128,10', 128, 2);
    const { ours, theirs } = inTurn(
      21,
      () => microseconds(two, 50),
      () => microseconds(one, 50),
    );
    const [together, alone] = [median(ours), median(theirs)];
    return [
      {
        bench: 'threads',
        against: 'one thread',
        ours: `${together.toFixed(0)} µs`,
        theirs: `${alone.toFixed(0)} µs`,
        ratio: alone / together,
        target: 1.8,
      },
    ];
  },
};

import type { AnyKernel } from '../../kernels/define.ts';
import { add } from '../../kernels/elementwise.ts';
import { denseForward } from '../../kernels/fused.ts';
import { matmul } from '../../kernels/matmul.ts';
import type { Backend } from '../../runtime/runtime.ts';
import { speedOf } from '../../runtime/speed.ts';

/** What is timed, and in which unit its speed is told. */
export interface Probe {
  readonly name: string;
  readonly kernel: AnyKernel;
  readonly numbers: Readonly<Record<string, number>>;
  /** Fewer rows for the reference, which would take seconds; its speed is the same. */
  readonly short: Readonly<Record<string, number>>;
  readonly unit: 'GFLOP/s' | 'GB/s';
}

export const probes: readonly Probe[] = [
  {
    name: 'matrix product 512×512×512',
    kernel: matmul,
    numbers: { m: 512, k: 512, n: 512 },
    short: { m: 4 },
    unit: 'GFLOP/s',
  },
  {
    name: 'dense layer 32×64×64, relu',
    kernel: denseForward,
    numbers: { m: 32, k: 64, n: 64, act: 1 },
    short: {},
    unit: 'GFLOP/s',
  },
  {
    name: 'sum of 100,000 elements',
    kernel: add,
    numbers: { m: 1000, n: 100 },
    short: {},
    unit: 'GB/s',
  },
];

/** Kernels as --kernels names them. */
export type Kernels = 'reference' | 'wasm' | 'blas';

/** Speeds of one probe; kernels that do not have it are left out. */
export interface Measured {
  readonly probe: Probe;
  readonly speeds: Readonly<Partial<Record<Kernels, number>>>;
}

/** Times every probe on every backend, on one thread. */
export function measure(
  backends: Readonly<Partial<Record<Kernels, Backend>>>,
  now: () => number,
): Measured[] {
  return probes.map((probe) => {
    const speeds: Partial<Record<Kernels, number>> = {};
    for (const [name, backend] of Object.entries(backends) as [Kernels, Backend][]) {
      const numbers = name === 'reference' ? { ...probe.numbers, ...probe.short } : probe.numbers;
      const { served, flops, bytes } = speedOf(probe.kernel, numbers, backend, now);
      if (name !== 'blas' || served === 'blas') speeds[name] = probe.unit === 'GB/s' ? bytes : flops;
    }
    return { probe, speeds };
  });
}

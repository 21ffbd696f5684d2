import { compile } from './compile.ts';
import { allocateNetwork } from './networkMemory.ts';
import type { NetworkSpec } from '../network/spec.ts';

/** Floating-point operations of one row's way through a network. */
export function flopsPerRow(spec: NetworkSpec): number {
  const { plan } = compile({ spec, memory: allocateNetwork(spec), mode: 'predict', rows: 1 });
  return plan.steps.reduce((sum, { kernel, numbers }) => sum + kernel.flops({ ...numbers }), 0);
}

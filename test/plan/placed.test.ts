import { assert, property } from 'fast-check';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Placed } from '../../src/plan/placed.ts';

interface Tensor {
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

/** The definition of best fit, gap by gap. */
function bestFit(tensors: readonly Tensor[]): number[] {
  const placed: (Tensor & { at: number })[] = [];
  return tensors.map((tensor) => {
    const busy = placed
      .filter(({ from, to }) => from <= tensor.to && tensor.from <= to)
      .sort((a, b) => a.at - b.at);
    let end = 0;
    const gaps: { at: number; size: number }[] = [];
    for (const { at, bytes } of busy) {
      gaps.push({ at: end, size: at - end });
      end = Math.max(end, at + bytes);
    }
    const [best] = gaps.filter(({ size }) => size >= tensor.bytes).sort((a, b) => a.size - b.size);
    const at = best ? best.at : end;
    placed.push({ ...tensor, at });
    return at;
  });
}

const tensors = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 }))
    .map(([bytes, from, life]) => ({ bytes, from, to: from + life })),
  { maxLength: 40 },
);

it('gives every tensor the smallest gap that it fits', () => {
  assert(
    property(tensors, (all) => {
      const falling = all.toSorted((a, b) => b.bytes - a.bytes);
      const placed = new Placed(falling.length);
      const found = falling.map(({ bytes, from, to }) => placed.add(bytes, from, to));
      expect(found).toEqual(bestFit(falling));
    }),
  );
});

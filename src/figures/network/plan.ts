import type { NetworkSpec } from '../../network/spec.ts';
import { printPlan } from '../../plan/print.ts';
import type { Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { compile } from '../../runtime/compile.ts';
import { allocateNetwork } from '../../runtime/networkMemory.ts';
import { count } from '../../util/quantity.ts';

/** The kernel calls of one prediction, as a program to read. */
export function planResult(spec: NetworkSpec): Result {
  const { plan } = compile({ spec, memory: allocateNetwork(spec), mode: 'predict', rows: 1 });
  const steps = printPlan(plan);
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: [
          { name: 'layer' },
          { name: 'kernel' },
          { name: 'formula', dropAt: 2 },
          right('flops', { dropAt: 1 }),
        ],
        rows: steps.map(({ layer, kernel, formula, flops }) => [layer, kernel, formula, count(flops)]),
      },
      {
        kind: 'preformatted',
        text: steps.map((step) => `${step.kernel}(${step.tensors.join(', ')})`).join('\n'),
      },
    ],
    json: () => steps.map((step) => ({ ...step })),
  };
}

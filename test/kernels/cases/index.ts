import type { KernelCases } from './define.ts';
import { columnsCases } from './columns.ts';
import { denseCases } from './dense.ts';
import { elementwiseCases } from './elementwise.ts';
import { imagesCases } from './images.ts';
import { lossesCases } from './losses.ts';
import { optimizersCases } from './optimizers.ts';
import { sequencesCases } from './sequences.ts';
import { unaryCases } from './unary.ts';

/**
 * Kernels that only the reference has: they change the rows of a batch once, before the network sees them, or
 * join the few outputs of an ensemble's members, or encode numbers by bins.
 */
export const referenceOnly: readonly string[] = [
  ...[
    'addNoise',
    'addScaled',
    'cropTime',
    'cutout',
    'limit',
    'limitGrad',
    'logScores',
    'logScoresGrad',
    'logitScores',
    'logitScoresGrad',
    'mixRows',
    'mixupShares',
    'nextLabels',
    'piecewise',
    'piecewiseGradInput',
    'scaleRandomly',
    'scaled',
    'warpImages',
  ],
];

/** One entry per kernel that has a faster implementation; a kernel without an entry fails the suite. */
export const cases: Readonly<Record<string, KernelCases>> = {
  ...denseCases,
  ...lossesCases,
  ...unaryCases,
  ...elementwiseCases,
  ...columnsCases,
  ...imagesCases,
  ...sequencesCases,
  ...optimizersCases,
};

import { calibrationError, confidenceBins } from './calibration.ts';
import { scored } from './define.ts';
import type { ClassMetric } from './define.ts';
import { fromProbabilities } from './probabilities.ts';

/** How far the probabilities of the predicted classes are from how often these are right. */
export const ece: ClassMetric = {
  name: 'ece',
  aliases: ['calibration-error', 'expected-calibration-error'],
  label: 'calibration error',
  summary:
    'how far the probabilities of the predicted classes are from how often these are right, in ten bins',
  formula: 'Σ n_b/N · |accuracy_b − confidence_b|',
  source: 'Naeini et al. 2015; Guo et al. 2017',
  task: 'classification',
  needs: 'probabilities',
  higherIsBetter: false,
  unit: 'score',
  compute: fromProbabilities(({ actual, weights }, p) =>
    scored(calibrationError(confidenceBins(p, actual, weights))),
  ),
};

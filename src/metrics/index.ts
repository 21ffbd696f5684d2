import { maxError, mae, mape, medianAbsoluteError } from './absoluteError.ts';
import { accuracy } from './accuracy.ts';
import { averagePrecision } from './averagePrecision.ts';
import { balancedAccuracy } from './balancedAccuracy.ts';
import { brier } from './brier.ts';
import type { ClassMetric, ClassMetricFamily, ValueMetric } from './define.ts';
import { ece } from './ece.ts';
import { explainedVariance, r2 } from './explained.ts';
import { logLoss } from './logLoss.ts';
import { matthews } from './matthews.ts';
import { precisionRecallF1 } from './precisionRecall.ts';
import { regressionAccuracy } from './regressionAccuracy.ts';
import { rocAuc, rocAucPairs, rocAucWeighted } from './rocAuc.ts';
import { mse, rmse } from './squaredError.ts';
import { topK } from './topK.ts';
import { registry } from '../util/registry.ts';

/** Every metric of classes, in the order of tables and help. */
export const classMetrics = registry<ClassMetric | ClassMetricFamily>('metric', [
  accuracy,
  balancedAccuracy,
  topK,
  ...precisionRecallF1,
  matthews,
  logLoss,
  brier,
  ece,
  rocAuc,
  rocAucWeighted,
  ...rocAucPairs,
  averagePrecision,
]);

/** Every metric of values, in the order of tables and help. */
export const valueMetrics = registry<ValueMetric>('metric', [
  mse,
  rmse,
  mae,
  medianAbsoluteError,
  maxError,
  mape,
  r2,
  explainedVariance,
  regressionAccuracy,
]);

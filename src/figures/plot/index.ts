import { activation } from './activation.ts';
import { augment } from './augment.ts';
import { boundary } from './boundary.ts';
import { confusion } from './confusion.ts';
import { curves } from './curves.ts';
import type { PlotKind } from './define.ts';
import { features } from './features.ts';
import { histogram } from './histogram.ts';
import { histograms } from './histograms.ts';
import { network } from './network.ts';
import { reliability } from './reliability.ts';
import { roc } from './roc.ts';
import { softmax } from './softmax.ts';
import { scatter } from './scatter.ts';
import { filters, weights } from './weights.ts';
import { states } from './states.ts';
import { window } from './window.ts';
import { registry } from '../../util/registry.ts';

/** Every kind of chart, in the order of the help. */
export const plotKinds = registry<PlotKind>('chart', [
  ...[scatter, histogram, curves, boundary, confusion, roc, reliability],
  ...[activation, softmax, network, weights, histograms, filters, features, window, states, augment],
]);

import { isTableRows } from '../data/preprocessing.ts';
import type { FitFacts, LeftOut, PartFit, Reference } from '../explain/diagnosis/define.ts';
import { REFERENCE_ROWS, referenceOf } from '../explain/diagnosis/reference.ts';
import { ofClasses } from '../runtime/predictor.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Finished } from '../train/fit.ts';
import { targetsOf } from '../train/part.ts';
import type { WholePart } from '../train/part.ts';
import { lossOf, updateOf } from '../train/setup.ts';
import { bestTemperature } from '../train/temperature.ts';
import { validator } from '../train/validate.ts';
import type { Prepared } from './decide.ts';
import type { FewRows } from './fewRows.ts';
import { maxOf } from '../util/extremes.ts';

/** Rows that losses and shares are measured on. */
const ROWS = 1000;
/** Inputs beyond which the reference would take too long. */
const INPUTS = 2000;
/** From this on nothing needs to be compared: the network knows its rows. */
const LEARNED = 0.985;
/** So far validation rows may be behind for that. */
const NEAR = 0.05;

/** At most so many rows of a part, evenly spread. */
export function evenly(part: WholePart, most: number): WholePart {
  const { x, target, rows: all, targets, weights } = part;
  if (all <= most || targets !== undefined) return part;
  const rows = Int32Array.from({ length: most }, (_, i) => Math.floor((i * all) / most));
  const pick = <T extends WholePart['target']>(values: T, into: T): T => {
    const width = values.length / all;
    rows.forEach((row, i) => into.set(values.subarray(row * width, (row + 1) * width), i * width));
    return into;
  };
  const like = (values: Float32Array | Float64Array) => {
    const size = (values.length / all) * most;
    return values instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  };
  return {
    kind: 'whole',
    x: pick(x, like(x)),
    target:
      target instanceof Int32Array
        ? pick(target, new Int32Array((target.length / all) * most))
        : pick(target, like(target)),
    rows: most,
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]) }),
  };
}

/** The most probable class of each row, or its first output. */
function answersOf(raw: Float64Array, rows: number, classes: number | undefined): Float64Array {
  if (classes === undefined) return raw;
  const outputs = ofClasses(raw, rows, classes);
  return Float64Array.from({ length: rows }, (_, row) => {
    const of = outputs.subarray(row * classes, (row + 1) * classes);
    return of.indexOf(maxOf(of));
  });
}

/**
 * By how much the log loss would be smaller if all probabilities were surer by the same temperature: a penalty, too
 * few epochs or too small a rate make them less sure than they could be. 0 where they are sure enough.
 */
function unsureBy({ target, rows }: WholePart, raw: Float64Array, classes: number): number {
  const { temperature, before, after } = bestTemperature(ofClasses(raw, rows, classes), target, classes);
  return temperature < 1 ? before - after : 0;
}

/** Share of the rows of each class that are answered correctly; undefined unless every class has a row. */
function recallsOf(
  { target, rows }: WholePart,
  answers: Float64Array,
  classes: number,
): number[] | undefined {
  const counts = Array.from({ length: classes }, () => 0);
  const hits = [...counts];
  for (let row = 0; row < rows; row++) {
    counts[target[row]]++;
    hits[target[row]] += Number(answers[row] === target[row]);
  }
  return counts.every((count) => count > 0) ? hits.map((hit, i) => hit / counts[i]) : undefined;
}

/** The network with the weights that are kept. */
export function keptNetwork({ setup }: Prepared, { weights }: Finished, backend: Backend): Runtime {
  const runtime = new Runtime(setup.spec, backend, updateOf(setup).rule);
  runtime.setWeights(weights);
  return runtime;
}

/** How a network answers some rows, and the answers where rows are those of a table. */
function measured({ setup, preprocessing }: Prepared, network: Runtime, part: WholePart) {
  const loss = lossOf(setup);
  const run = validator(network, { spec: setup.spec, loss }, part, true);
  const totals = run();
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.classes.length : undefined;
  const single = part.target.length === part.rows && totals.outputs.length <= part.rows * (classes ?? 1);
  const answers = single ? answersOf(totals.outputs, part.rows, classes) : undefined;
  const recalls = answers && classes !== undefined ? recallsOf(part, answers, classes) : undefined;
  const fit: PartFit = {
    rows: targetsOf(part),
    loss: totals.loss / targetsOf(part),
    ...(classes !== undefined && loss.match && { accuracy: totals.correct / targetsOf(part) }),
    ...(recalls && { recalls, unsure: unsureBy(part, totals.outputs, recalls.length) }),
  };
  return { fit, answers, classes };
}

/** The rows of training that a simple function is fitted to, with what the network answers for them. */
function compared(prepared: Prepared, network: Runtime, part: WholePart): Reference | undefined {
  const { preprocessing, setup } = prepared;
  const inputs = part.x.length / part.rows;
  const isVector = part.target.length === part.rows;
  const isText = preprocessing.features.some(({ kind }) => kind === 'text');
  if (!isVector || isText || inputs > INPUTS || setup.book) return undefined;
  const some = evenly(part, REFERENCE_ROWS);
  const { answers, classes } = measured(prepared, network, some);
  if (!answers || some.target.some((value) => value < 0 && classes !== undefined)) return undefined;
  const { x, rows, target } = some;
  return referenceOf({ x, rows, inputs, target, answers, ...(classes !== undefined && { classes }) });
}

/**
 * What the models of a cross-validation come to, as a diagnosis compares it with the rows of training; of values the
 * loss is the share of the variance that is left, times the loss of a constant answer. Undefined where there are none.
 */
export function leftOutFit({ rows, models, scores, judged }: FewRows, baseline: number): LeftOut | undefined {
  const found = (name: string) => scores.find(({ metric }) => metric.metric.name === name);
  const scoreOf = (name: string) => found(name)?.value;
  const interval = found('log-loss')?.interval;
  const [accuracy, r2] = [scoreOf('accuracy'), scoreOf('r2')];
  const loss = scoreOf('log-loss') ?? (r2 === undefined ? undefined : (1 - r2) * baseline);
  if (models === 0 || loss === undefined) return undefined;
  const { verdict } = judged ?? {};
  return {
    rows,
    models,
    loss,
    ...(accuracy !== undefined && { accuracy }),
    ...(interval && { interval }),
    ...(verdict?.result === 'worse' && { worseThan: verdict.label }),
  };
}

/**
 * What the network that is kept comes to on rows of training and validation, and what a simple function of the same
 * inputs comes to, where the network has not learned its rows.
 *
 * @param network with the weights that are kept
 * @param part rows of training
 */
export function fitFacts(
  prepared: Prepared,
  network: Runtime,
  { part, baselineLoss }: { readonly part: WholePart; readonly baselineLoss: number },
): { fit: FitFacts; reference?: Reference } {
  const { validation, preprocessing } = prepared;
  const training = measured(prepared, network, evenly(part, ROWS)).fit;
  const held = validation && measured(prepared, network, evenly(validation, 2 * ROWS)).fit;
  const known = ({ accuracy, loss }: PartFit) => accuracy ?? 1 - loss / baselineLoss;
  const learned = Math.min(known(training), held ? known(held) + NEAR : 1) >= LEARNED;
  const tabular = isTableRows(preprocessing) || preprocessing.pieces?.of === 'series';
  const reference = (!learned || prepared.few) && tabular ? compared(prepared, network, part) : undefined;
  return {
    fit: { training, ...(held && { validation: held }) },
    ...(reference && { reference }),
  };
}

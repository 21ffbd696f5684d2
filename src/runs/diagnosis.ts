import { classBaseline, valueBaseline } from '../data/baseline.ts';
import { losses } from '../losses/index.ts';
import { outputNode } from '../network/outputNode.ts';
import { columnFacts } from '../data/columnFacts.ts';
import { inputWidth, isTableRows } from '../data/preprocessing.ts';
import { layerHealth } from '../explain/health.ts';
import type {
  Case,
  DataFacts,
  HealthFacts,
  LayerHealth,
  Least,
  RunFacts,
} from '../explain/diagnosis/define.ts';
import { optimizers } from '../optimizers/index.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import { scalesNumbers } from '../tasks/table/scaling.ts';
import type { Finished } from '../train/fit.ts';
import { targetsOf } from '../train/part.ts';
import type { WholePart } from '../train/part.ts';
import type { Setup } from '../train/setup.ts';
import type { TrainOptions } from '../options/train.ts';
import type { DataProfile } from '../tasks/dataset.ts';
import { taskOf } from '../tasks/index.ts';
import type { Prepared } from './decide.ts';
import { defaultRate } from './defaults.ts';
import type { FewRows } from './fewRows.ts';
import { fitFacts, keptNetwork, leftOutFit } from './fitFacts.ts';
import type { Trained } from './prune.ts';

const squared = (prediction: number, target: number) => (prediction - target) ** 2;

/** Rows that the network is looked at with. */
const ROWS = 1000;

/**
 * Rows of training; of streamed data some from all over the file, where neighbours are often of one class.
 */
function someRows({ train, preprocessing }: Prepared): WholePart {
  if (train.kind === 'whole') return train;
  const pieces = Math.min(100, train.rows);
  const each = Math.min(Math.ceil(ROWS / pieces), Math.floor(train.rows / pieces));
  const rows = pieces * each;
  const width = inputWidth(preprocessing);
  const x = new Float32Array(rows * width);
  const target = train.target === 'classes' ? new Int32Array(rows) : new Float32Array(rows);
  for (let piece = 0; piece < pieces; piece++) {
    const at = piece * each;
    train.load(Math.floor((piece * train.rows) / pieces), each, x.subarray(at * width), target.subarray(at));
  }
  return { kind: 'whole', x, target, rows };
}

/** What is known about the rows of a run. */
export function dataFacts(prepared: Prepared, part = someRows(prepared)): DataFacts {
  const { preprocessing, train, validation, lossName, sample, setup } = prepared;
  const { target } = preprocessing;
  const { pieces } = taskOf(preprocessing);
  const facts = {
    rows: targetsOf(train),
    validationRows: validation ? targetsOf(validation) : 0,
    inputs: sizeOf(setup.spec.input),
    ...(pieces && { pieces }),
    ...(sample
      ? columnFacts(
          preprocessing,
          sample,
          Int32Array.from({ length: sample.rows }, (_, i) => i),
        )
      : { constant: [], duplicates: [], leaks: [] }),
  };
  if (target.kind !== 'classes') {
    const { ofOutput = squared } = losses.get(lossName);
    return { ...facts, baselineLoss: valueBaseline(ofOutput, part.target) };
  }
  const counts = target.classes.map(() => 0);
  for (const label of part.target) if (label >= 0) counts[label]++;
  const baselineLoss = classBaseline(lossName, counts);
  // Tokens are as frequent as the language has it: none of them is too rare.
  if (!isTableRows(preprocessing)) return { ...facts, baselineLoss };
  const classes = target.classes.map((name, i) => ({
    name,
    rows: Math.round((counts[i] * train.rows) / part.rows),
  }));
  return { ...facts, classes, baselineLoss };
}

/** What the network looks like from inside, with some of its training rows. */
function healthFacts(
  { setup }: Prepared,
  { weights }: Finished,
  network: Runtime,
  { x, rows: all }: WholePart,
): HealthFacts {
  const rows = Math.min(ROWS, all);
  const { compiled, bound } = network.compile({ mode: 'predict', rows, keepLayers: true });
  network.floats(compiled.x).set(x.subarray(0, (x.length / all) * rows));
  bound.run();
  const last = outputNode(setup.spec);
  const layers = compiled.layers.flatMap(({ resolved: { node }, output }): LayerHealth[] => {
    if (node === last || node.type !== 'activation') return [];
    const [from] = node.inputs;
    const name = from === 'input' ? node.name : from;
    return [layerHealth(name, String(node.options.function), bound.read(output), output.shape.at(-1) ?? 1)];
  });
  const norms = [...weights].map(([name, { data }]) => {
    let squares = 0;
    for (const value of data) squares += Number(value) ** 2;
    return { name, norm: Math.sqrt(squares) };
  });
  return { layers, weights: norms };
}

/** The rate that nn train would take; the book's are larger, for its full batches. */
function usualRate({ spec, optimizer, book }: Setup, { defaults }: DataProfile): number {
  const rate = (ofBook: boolean) => defaultRate(spec, optimizers.get(optimizer), { defaults, book: ofBook });
  return book ? Math.max(rate(true), rate(false)) : rate(false);
}

/** How a run was set up, as far as remedies change it. */
export function runFacts({ setup, layers, profile }: Prepared, o: TrainOptions): RunFacts {
  return {
    learningRate: setup.learningRate,
    usualRate: usualRate(setup, profile),
    layers,
    epochs: setup.epochs,
    activation: o.activation,
    ...(o.init !== undefined && { init: o.init }),
    dropout: o.dropout,
    l2: setup.penalty.l2 ?? 0,
    standardized: scalesNumbers(o),
    ...(o.classWeight !== undefined && { weighted: true }),
    bestKept: setup.patience > 0,
    ...(setup.patience > 0 && { patience: setup.patience }),
  };
}

/** Everything that a diagnosis of a finished run is made from, but its history. */
export function factsOf(
  { prepared, finished }: Pick<Trained, 'prepared' | 'finished'>,
  o: TrainOptions,
  { backend, least }: { readonly backend: Backend; readonly least: Least | undefined },
): Omit<Case, 'history'> {
  const part = someRows(prepared);
  const data = dataFacts(prepared, part);
  const { bestEpoch, reason } = finished;
  const network = keptNetwork(prepared, finished, backend);
  return {
    data,
    run: {
      ...runFacts(prepared, o),
      stoppedEarly: reason === 'early stopping',
      ...(bestEpoch !== undefined && { bestEpoch }),
      // The history has every epoch otherwise.
      ...(least && (o.logEvery ?? 1) > 1 && { least }),
    },
    health: healthFacts(prepared, finished, network, part),
    ...fitFacts(prepared, network, { part, baselineLoss: data.baselineLoss }),
  };
}

/** The facts of a run with what models of its options come to on rows left out. */
export function withLeftOut(known: Omit<Case, 'history'>, few: FewRows | undefined): Omit<Case, 'history'> {
  const leftOut = few && leftOutFit(few, known.data.baselineLoss);
  return known.fit && leftOut ? { ...known, fit: { ...known.fit, leftOut } } : known;
}

/** What is known about a run whose loss stopped being finite. */
export const divergedFacts = (prepared: Prepared, o: TrainOptions, epoch: number): Omit<Case, 'history'> => ({
  data: dataFacts(prepared),
  run: { ...runFacts(prepared, o), diverged: epoch },
});

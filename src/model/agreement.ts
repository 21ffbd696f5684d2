import { baselines } from '../baselines/index.ts';
import type { BaselineFacts } from '../baselines/define.ts';
import { inputWidth } from '../data/preprocessing.ts';
import type { Pieces, Preprocessing } from '../data/preprocessing.ts';
import type { SeriesPieces } from '../data/series.ts';
import { resolve } from '../network/graph.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';
import type { Model } from './define.ts';

/** Numbers that go into a network for one sample, and come out of it. */
interface Ends {
  readonly inputs: number;
  readonly outputs: number;
}

/** What a sample is where it is no row of a table. */
const piecesOf = ({
  pieces,
}: Preprocessing): (Pieces & Partial<Pick<SeriesPieces, 'window' | 'horizon'>>) | undefined => pieces;

/** What the preprocessing makes of a row, and what the target needs. */
function wantedBy(preprocessing: Preprocessing): Ends {
  const { target } = preprocessing;
  const width = inputWidth(preprocessing);
  const { of, window = 1, horizon = 1 } = piecesOf(preprocessing) ?? {};
  const classes = target.kind === 'classes' ? target.classes.length : 1;
  if (of === 'series') return { inputs: window * width, outputs: horizon * classes };
  if (of === 'inputs') return { inputs: width, outputs: width };
  return { inputs: width, outputs: of === 'text' ? width * classes : classes };
}

const isShaped = ({ shape }: Preprocessing, inputs: number) =>
  shape === undefined || sizeOf(shape) === inputs;

/** What does not fit between preprocessing and network; undefined where all does. */
function preprocessingFault(preprocessing: Preprocessing, { inputs, outputs }: Ends): string | undefined {
  const { features, target } = preprocessing;
  const wanted = wantedBy(preprocessing);
  if (wanted.inputs !== inputs)
    return `its ${counted(features.length, 'feature')} make ${counted(wanted.inputs, 'input')}, its network takes ${inputs}`;
  if (!isShaped(preprocessing, inputs))
    return `its rows have a shape of other than ${counted(inputs, 'number')}`;
  const isPair = target.kind === 'classes' && target.classes.length === 2 && outputs === 1;
  if (wanted.outputs === outputs || isPair) return undefined;
  const what = target.kind === 'classes' ? counted(target.classes.length, 'class', 'classes') : 'a number';
  return `its target is ${what}, its network gives ${counted(outputs, 'output')} and not ${wanted.outputs}`;
}

function generatorFault({ latent, columns, shape, target }: NonNullable<Model['generates']>, ends: Ends) {
  const inputs = latent + (target?.classes.length ?? 0);
  if (inputs !== ends.inputs)
    return `it makes samples of ${counted(inputs, 'number')}, its network takes ${ends.inputs}`;
  if (columns.length !== ends.outputs)
    return `it makes ${counted(columns.length, 'column')}, its network gives ${counted(ends.outputs, 'output')}`;
  return isShaped(
    { features: [], target: { kind: 'values', name: '', mean: 0, scale: 1 }, ...(shape && { shape }) },
    ends.outputs,
  )
    ? undefined
    : `its samples have a shape of other than ${counted(ends.outputs, 'number')}`;
}

function ensembleFault(
  { members }: NonNullable<Model['ensemble']>,
  { layers }: NetworkSpec,
): string | undefined {
  const joined =
    layers.find(({ name, type }) => name === 'average' && type === 'average')?.inputs.length ?? 0;
  const named = new Set(layers.flatMap(({ name }) => /^member\d+\./.exec(name)?.[0] ?? []));
  return joined === members.length && named.size === members.length
    ? undefined
    : `it tells of ${counted(members.length, 'member')}, its network has ${named.size}`;
}

function baselinesFault(
  fitted: NonNullable<Model['baselines']>,
  preprocessing: Preprocessing | undefined,
  { inputs }: Ends,
): string | undefined {
  if (!preprocessing) return 'it has baselines and no preprocessing';
  const { target } = preprocessing;
  const { of, horizon = 1 } = piecesOf(preprocessing) ?? {};
  const facts: BaselineFacts = {
    question:
      target.kind === 'classes'
        ? { kind: 'classes', classes: target.classes.length }
        : { kind: 'values', outputs: of === 'series' ? horizon : 1 },
    inputs,
    numeric: true,
  };
  for (const { name, parameters } of fitted) {
    const size = baselines.find(name)?.size(facts);
    if (size === undefined) return `its baseline "${name}" is not known`;
    if (parameters.length !== size)
      return `its baseline "${name}" has ${counted(parameters.length, 'number')}, expected ${size}`;
  }
  return undefined;
}

/**
 * What a model says about itself that cannot be true together; undefined where all of it fits. Whoever has passed this
 * may take the widths of its preprocessing for those of its network.
 *
 * @throws NnError('usage') where the network does not fit together
 */
export function contradictionIn(model: Model): string | undefined {
  const { spec, preprocessing, generates, ensemble, residuals, baselines: fitted } = model;
  const last = resolve(spec, 1, 'predict').at(-1);
  const ends = { inputs: sizeOf(spec.input), outputs: sizeOf(last?.inferred.output.slice(1) ?? spec.input) };
  return (
    (preprocessing && preprocessingFault(preprocessing, ends)) ??
    (generates && generatorFault(generates, ends)) ??
    (ensemble && ensembleFault(ensemble, spec)) ??
    (fitted && baselinesFault(fitted, preprocessing, ends)) ??
    (residuals && preprocessing?.target.kind !== 'values'
      ? 'it has errors of numbers, but its target is no number'
      : undefined)
  );
}

import { isPlainName } from '../data/features/expression.ts';
import type { FeatureEncoding } from '../data/featureEncoding.ts';
import { namesOf } from '../data/inputNames.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { affineOf } from './affine.ts';
import type { Affine } from './affine.ts';
import { append } from '../util/extremes.ts';

/** A part of an equation: `factor·input`, by the input's name in the data. */
export interface Term {
  readonly input: string;
  readonly factor: number;
  /** How much it moves what is computed, as far as that is known: |factor| · deviation of the input. */
  readonly weight: number;
}

/** What a network without hidden layer computes, in the units of the data. */
export interface Equation {
  /** What it gives: the target, or for classes the logarithm of odds. */
  readonly left: string;
  readonly terms: readonly Term[];
  readonly constant: number;
  /** What the letters on the left mean, where that has to be said. */
  readonly where?: string;
}

/** An input as it stands in the data, and how the network's number is made of it: factor·value + shift. */
interface RawInput {
  readonly name: string;
  readonly factor: number;
  readonly shift: number;
}

/** A network with its weights, and what its inputs and outputs are. */
export interface Computed {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly preprocessing?: Preprocessing | undefined;
}

/** A column as expressions take it: in backquotes where it is no plain name. */
const columnName = (name: string) => (isPlainName(name) ? name : `\`${name}\``);

/** 1 where a condition holds, else 0 (Iverson brackets). */
const condition = (text: string) => `[${text}]`;

const plain = (name: string): RawInput => ({ name, factor: 1, shift: 0 });

const scaled = (name: string, { mean, scale }: { mean: number; scale: number }): RawInput => ({
  name,
  factor: 1 / scale,
  shift: -mean / scale,
});

function dateInputs({ parts, name }: FeatureEncoding & { kind: 'date' }, names: readonly string[]) {
  const left = [...names];
  return parts.flatMap((part): RawInput[] => {
    if (part.of === 'days' || part.of === 'year') return [scaled(`${part.of}(${columnName(name)})`, part)];
    if (part.of === 'weekday') {
      const own = left.filter((one) => one.startsWith(`${name}=`));
      return own.map((one) => plain(condition(one)));
    }
    return ['sin', 'cos'].map((of) => plain(`${of} ${part.of}(${columnName(name)})`));
  });
}

/** Whether inputs are bent by --scaler robust: they are no linear function of the column then. */
const isBent = (feature: FeatureEncoding) =>
  ('clip' in feature && feature.clip !== undefined) ||
  (feature.kind === 'category' && feature.scaled !== undefined);

/** The inputs that a column becomes; undefined for tokens, which are no numbers, and for what is bent. */
function rawInputs(feature: FeatureEncoding): RawInput[] | undefined {
  // Normal scores are no linear function of the column either.
  if (isBent(feature) || ('quantiles' in feature && feature.quantiles)) return undefined;
  const names = namesOf(feature);
  switch (feature.kind) {
    case 'number': {
      const [, ...gaps] = names;
      return [scaled(columnName(feature.name), feature), ...gaps.map((name) => plain(condition(name)))];
    }
    case 'boolean':
      return [scaled(condition(`${feature.name}=${feature.yes[0]}`), feature)];
    case 'derived':
      return [scaled(isPlainName(feature.name) ? feature.name : `(${feature.name})`, feature)];
    case 'date':
      return dateInputs(feature, names);
    case 'text':
      return undefined;
    default:
      return names.map((name) => plain(condition(name)));
  }
}

/** The inputs of a network by the columns of its data, or counted; undefined where they are no such numbers. */
function inputsOf(preprocessing: Preprocessing | undefined, count: number): RawInput[] | undefined {
  if (!preprocessing) return Array.from({ length: count }, (_, i) => plain(`x[${i}]`));
  if (preprocessing.pieces) return undefined;
  const inputs: RawInput[] = [];
  for (const feature of preprocessing.features) {
    const own = rawInputs(feature);
    if (!own) return undefined;
    append(inputs, own);
  }
  return inputs.length === count ? inputs : undefined;
}

/** A weighted sum of the network's inputs as one of the data's numbers. */
function undone(
  inputs: readonly RawInput[],
  { weights, constant }: { weights: readonly number[]; constant: number },
): Pick<Equation, 'terms' | 'constant'> {
  return {
    terms: inputs.map(({ name, factor }, i) => ({
      input: name,
      factor: weights[i] * factor,
      weight: Math.abs(weights[i]),
    })),
    constant: inputs.reduce((sum, { shift }, i) => sum + weights[i] * shift, constant),
  };
}

/** The difference of two outputs, or one output: what an equation is about. */
function rowOf({ factors, constants, outputs }: Affine, j: number, scale = 1, against?: number) {
  const at = (i: number, output: number | undefined) =>
    output === undefined ? 0 : factors[i * outputs + output];
  return {
    weights: Array.from({ length: factors.length / outputs }, (_, i) => scale * (at(i, j) - at(i, against))),
    constant: scale * (constants[j] - (against === undefined ? 0 : constants[against])),
  };
}

type Left = Pick<Equation, 'left' | 'where'>;

/** Equations of probabilities: the logarithm of their odds is linear. */
function oddsOf(
  affine: Affine,
  inputs: readonly RawInput[],
  classes: readonly string[] | undefined,
): Equation[] {
  const { outputs, end } = affine;
  const equation = (left: Left, row: ReturnType<typeof rowOf>): Equation => ({
    ...left,
    ...undone(inputs, row),
  });
  if (end === 'sigmoid')
    return Array.from({ length: outputs }, (_, j) => {
      const p = outputs > 1 ? `p[${j}]` : 'p';
      const where = classes && outputs === 1 ? { where: `p: probability of ${classes[1]}` } : {};
      return equation({ left: `ln(${p} / (1 − ${p}))`, ...where }, rowOf(affine, j));
    });
  if (outputs === 2 && classes)
    return [
      equation({ left: 'ln(p / (1 − p))', where: `p: probability of ${classes[1]}` }, rowOf(affine, 1, 1, 0)),
    ];
  const name = (j: number) => `p[${classes?.[j] ?? j}]`;
  return Array.from({ length: outputs - 1 }, (_, i) =>
    equation({ left: `ln(${name(i + 1)} / ${name(0)})` }, rowOf(affine, i + 1, 1, 0)),
  );
}

/**
 * What a network computes as equations in the units of its data, the scaling of inputs and target undone:
 * dense layers without a nonlinear activation between them are one linear function. Of a classifier it is the
 * logarithm of the odds (logistic regression). Numbers that are missing count as the mean of the training
 * rows, or as 0 where inputs are not standardised.
 *
 * @returns undefined where the network is no such function, or its inputs are no columns of a table
 */
export function equationsOf({ spec, weights, preprocessing }: Computed): Equation[] | undefined {
  const affine = affineOf(spec, weights);
  if (!affine || affine.outputs === 0) return undefined;
  const target = preprocessing?.target;
  const inputs = inputsOf(preprocessing, affine.factors.length / affine.outputs);
  if (!inputs || inputs.length === 0) return undefined;
  const classes = target?.kind === 'classes' ? target.classes : undefined;
  if (affine.end !== 'linear') return target?.kind === 'values' ? undefined : oddsOf(affine, inputs, classes);
  if (target?.kind !== 'values') {
    const label = (j: number) => classes?.[j] ?? (affine.outputs > 1 ? `y[${j}]` : 'y');
    return Array.from({ length: affine.outputs }, (_, j) => ({
      left: label(j),
      ...undone(inputs, rowOf(affine, j)),
    }));
  }
  if (affine.outputs > 1) return undefined;
  const { constant, ...row } = rowOf(affine, 0, target.scale);
  return [{ left: columnName(target.name), ...undone(inputs, { ...row, constant: constant + target.mean }) }];
}

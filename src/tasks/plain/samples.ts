import { inputError, usageError } from '../../errors.ts';
import type { Answer } from '../../explain/stepValues.ts';
import { digits } from '../../explain/write.ts';
import { plainRows } from '../../inputs/rows.ts';
import type { GivenRows, InputRows } from '../../inputs/rows.ts';
import { losses } from '../../losses/index.ts';
import type { Model } from '../../model/file.ts';
import { resolve } from '../../network/graph.ts';
import { outputActivation } from '../../network/outputNode.ts';
import type { NetworkSpec } from '../../network/spec.ts';
import { numberAt } from '../../tensor/dtype.ts';
import { parseArray } from '../../tensor/literal/index.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { counted } from '../../util/plural.ts';
import type { Reading, SampleOptions } from '../define.ts';
import { gatherRows, moreInputs, SHOWN_INPUTS } from '../samples.ts';
import type { Samples } from '../samples.ts';
import { visible } from '../../util/visible.ts';

/** The loss of a network that was trained with none: the one that goes with its last activation. */
export function plainLoss({ spec, loss }: Pick<Model, 'spec' | 'loss'>): string {
  const last = outputActivation(spec);
  return loss ?? (last === 'softmax' ? 'cross-entropy' : last === 'sigmoid' ? 'binary-cross-entropy' : 'mse');
}

/** Outputs of a network. */
export const outputsOf = (spec: NetworkSpec): number =>
  sizeOf(resolve(spec, 1, 'predict').at(-1)?.inferred.output.slice(1) ?? spec.input);

/** What the targets of a network of plain numbers are. */
interface Wanted {
  /** Name of the loss. */
  readonly loss: string;
  /** Outputs of the network. */
  readonly outputs: number;
  /** Numbers that the target of a row has: the index of a class, or one for each output. */
  readonly width: number;
  readonly classes: boolean;
}

function wantedOf(model: Model): Wanted {
  const outputs = outputsOf(model.spec);
  const loss = plainLoss(model);
  const classes = losses.get(loss).target === 'classes';
  return { loss, outputs, width: classes ? 1 : outputs, classes };
}

/** @throws NnError('usage') where a target is none for the network */
function checkTarget(values: readonly number[], { loss, outputs, width, classes }: Wanted, text: string) {
  if (values.length !== width)
    throw usageError(
      `--target ${text}: the network has ${counted(outputs, 'output')}, found ${counted(values.length, 'number')}`,
      {
        hint:
          width === 1
            ? '--target takes one number'
            : `--target '[${Array.from({ length: width }, () => 0).join(', ')}]', a number for each output`,
      },
    );
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw usageError(`--target ${text}: expected a finite number`);
  if (classes && !(Number.isInteger(values[0]) && values[0] >= 0 && values[0] < outputs))
    throw usageError(`--target ${text}: expected the number of a class, from 0 to ${outputs - 1}`, {
      hint: `loss ${loss} is for classes; of numbers the loss is --loss mse`,
    });
  if (loss === 'binary-cross-entropy' && values.some((value) => value < 0 || value > 1))
    throw usageError(`--target ${text}: loss ${loss} wants targets from 0 to 1`, { hint: 'use --loss mse' });
}

/** The numbers of --target. */
function targetGiven(text: string, wanted: Wanted): Float64Array {
  const { data } = parseArray(text, '--target');
  const values = Array.from({ length: data.length }, (_, i) => numberAt(data, i));
  checkTarget(values, wanted, text);
  return Float64Array.from(values);
}

/** Rows divided into what the network reads, and targets [rows × width] where they stand behind. */
interface Divided {
  readonly inputs: InputRows;
  readonly targets: Float64Array | undefined;
}

/** Columns of a matrix from one to another. */
function columnsOf(values: ArrayLike<number>, all: number, from: number, to: number): Float64Array {
  const rows = values.length / all;
  return Float64Array.from(
    { length: rows * (to - from) },
    (_, i) => values[Math.floor(i / (to - from)) * all + from + (i % (to - from))],
  );
}

/**
 * Rows and the targets behind their inputs; those of an array are there where each row has as many numbers more as the network has
 * targets.
 *
 * @throws NnError('input')
 */
function divided(
  ports: Pick<Reading, 'screen'>,
  given: GivenRows,
  { spec }: Model,
  { width }: Wanted,
): Divided {
  const inputs = sizeOf(spec.input);
  const found = given.kind === 'table' ? given.table.columns.length : sizeOf(given.tensor.shape.slice(-1));
  const unfit = () => unfitError(given, inputs, width);
  if (found !== inputs + width)
    return { inputs: plainRows(ports, { given, input: spec.input, unfit }), targets: undefined };
  const all = plainRows(ports, { given, input: [found], unfit });
  return {
    inputs: { ...all, x: columnsOf(all.x, found, 0, inputs) },
    targets: columnsOf(all.x, found, inputs, found),
  };
}

const unfitError = (given: GivenRows, inputs: number, width: number) =>
  inputError(
    `found rows of shape ${given.kind === 'array' ? shapeToString(given.tensor.shape) : ''}, but the network takes ${counted(inputs, 'input')}`,
    {
      where: { source: given.source },
      hint: `a row has ${inputs} numbers, or ${inputs + width} with its target`,
    },
  );

function inputsBlock(given: GivenRows, x: ArrayLike<number>, inputs: number, row: number) {
  const nameOf = (i: number) => (given.kind === 'table' ? `${visible(given.table.columns[i].name)} = ` : '');
  const lines = Array.from(
    { length: Math.min(inputs, SHOWN_INPUTS) },
    (_, i) => `x[${i}] = ${nameOf(i)}${digits(x[row * inputs + i])}`,
  );
  const text = [...lines, ...moreInputs(inputs, 'numbers')].join('\n');
  return { kind: 'preformatted', equations: true, text } as const;
}

function answerOf(target: Float64Array, { classes, outputs }: Wanted): Answer {
  const text = target.length === 1 ? digits(target[0]) : `[${Array.from(target, digits).join(' ')}]`;
  if (!classes) return { text: target.length === 1 ? `t = ${text}` : text };
  return { text, at: target[0], classes: Array.from({ length: outputs }, (_, i) => String(i)) };
}

/**
 * Rows for a network that knows no columns: numbers in the order of its inputs, with their target behind them, or as --target says.
 *
 * @throws NnError('input') and NnError('usage')
 */
export function plainSamples(
  ports: Pick<Reading, 'screen'>,
  model: Model,
  given: GivenRows,
  { target, targetless }: SampleOptions,
): Samples {
  const wanted = wantedOf(model);
  const own = target === undefined ? undefined : targetGiven(target, wanted);
  const { inputs, targets } = divided(ports, given, model, wanted);
  const { x, rows, source } = inputs;
  const { width } = wanted;
  if (!own && !targets && !targetless)
    throw usageError('there is no target: what should the network have answered?', {
      hint: wanted.classes
        ? '--target 0 says the number of the class'
        : width === 1
          ? '--target 1'
          : `--target '[${Array.from({ length: width }, () => 0).join(', ')}]'`,
    });
  const size = sizeOf(model.spec.input);
  const targetOf = (row: number) =>
    own ?? targets?.subarray(row * width, (row + 1) * width) ?? new Float64Array(0);
  if (targets && !own)
    for (let row = 0; row < rows; row++) checkTarget([...targetOf(row)], wanted, `of row ${row}`);
  return {
    source,
    count: rows,
    unit: ['row', 'rows'],
    labelled: Int32Array.from({ length: rows }, (_, row) => row),
    encode: (chosen) => ({
      x: gatherRows(x, size, chosen),
      target: Float64Array.from([...chosen].flatMap((row) => [...targetOf(row)])),
    }),
    describe: (row) => {
      const answer: Answer = (own ?? targets) ? answerOf(targetOf(row), wanted) : { text: '', absent: true };
      return {
        heading: `row ${row} of ${source}${answer.absent ? '' : `: target ${answer.text.replace('t = ', '')}`}`,
        inputs: inputsBlock(given, x, size, row),
        answer,
      };
    },
  };
}

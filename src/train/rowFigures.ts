import { binaryCrossEntropy } from '../losses/binaryCrossEntropy.ts';
import { losses } from '../losses/index.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { argmaxRows, Predictor } from '../runtime/predictor.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { crc32 } from '../util/crc.ts';
import type { WholePart } from './part.ts';

/** What a network comes to on each row of a part, to compare it with another network on the same rows. */
export interface RowFigures {
  /** Loss of each row, without penalties: of classes −log of the probability of the true one. */
  readonly losses: Float64Array;
  /** What the losses are: of classes the log loss, of values that of the run. */
  readonly loss: string;
  /** 1 for rows whose class is the predicted one; absent for values, and for rows with several classes. */
  readonly correct?: Uint8Array;
  /** Fingerprint of the targets: rows are the same where it is. */
  readonly print: number;
}

/** A network whose rows are measured. */
interface Measurable {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Name of its loss. */
  readonly loss: string;
}

/** Outputs that are kept at most, all rows together. */
const MOST = 2e7;
/** Keeps the logarithm of a probability of 0 finite. */
const TINY = 1e-12;

/** Mean over the row's classes of −log p; classes below 0 are none. */
function classLosses(outputs: ArrayLike<number>, { target, rows }: WholePart): Float64Array {
  const each = target.length / rows;
  const width = outputs.length / target.length;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    let count = 0;
    for (let i = row * each; i < (row + 1) * each; i++) {
      if (target[i] < 0) continue;
      sum -= Math.log(Math.max(outputs[i * width + target[i]], TINY));
      count++;
    }
    return count === 0 ? 0 : sum / count;
  });
}

/** Mean over the row's outputs of a function of output and target. */
function valueLosses(
  outputs: ArrayLike<number>,
  { target, rows }: WholePart,
  ofOutput: (prediction: number, target: number) => number,
): Float64Array {
  const width = outputs.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += ofOutput(outputs[i], target[i]);
    return sum / width;
  });
}

/** Measures each row of a part; undefined where there are too many outputs to keep. */
export function rowFigures(
  { spec, weights, loss }: Measurable,
  part: WholePart,
  backend: Backend,
): RowFigures | undefined {
  const { target, rows } = part;
  const { ofOutput = binaryCrossEntropy.ofOutput, target: kind } = losses.get(loss);
  if (rows === 0 || target.length > MOST) return undefined;
  const outputs = new Predictor({ spec, weights }, backend).run(part.x, rows);
  const print = crc32(new Uint8Array(target.buffer, target.byteOffset, target.byteLength));
  if (kind === 'classes') {
    const predicted = target.length === rows ? argmaxRows(outputs, rows) : undefined;
    return {
      losses: classLosses(outputs, part),
      loss: 'log loss',
      ...(predicted && { correct: Uint8Array.from(predicted, (c, i) => (c === target[i] ? 1 : 0)) }),
      print,
    };
  }
  if (!ofOutput || outputs.length !== target.length) return undefined;
  const isBinary = binaryCrossEntropy.ofOutput === ofOutput && target.length === rows;
  return {
    losses: valueLosses(outputs, part, ofOutput),
    loss,
    ...(isBinary && {
      correct: Uint8Array.from(outputs, (p, i) => (p > 0.5 === target[i] > 0.5 ? 1 : 0)),
    }),
    print,
  };
}

import { add, scaleRows } from '../kernels/elementwise.ts';
import { meanMembers, repeatLabels, repeatRows } from '../kernels/members.ts';
import { logitScores, logitScoresGrad, logScores, logScoresGrad } from '../kernels/temperature.ts';
import { argmaxMatch, sum, thresholdMatch, toleranceMatch } from '../kernels/reduce.ts';
import { emitLossKernel } from '../losses/define.ts';
import type { Loss } from '../losses/define.ts';
import { view } from '../plan/builder.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { GivenAnswers } from './answers.ts';

/**
 * What counts as correct: the most probable class, the side of one half, or a distance below the tolerance.
 */
export type Match = 'argmax' | 'threshold' | { readonly tolerance: number };

export interface LossRequest {
  readonly loss: Loss;
  readonly smoothing?: number;
  readonly delta?: number;
  readonly clip?: number;
  readonly match?: Match;
}

/** Rows that were mixed with others, whose classes cannot be: the loss is own·L(target) + other·L(next). */
export interface Mixed {
  readonly next: Handle;
  readonly own: Handle;
  readonly other: Handle;
}

/** What the loss of a batch is made of: outputs of `m` rows, their targets, and weights of the rows. */
interface Answers {
  readonly logits: Handle;
  readonly target: Handle;
  readonly mixed?: Mixed | undefined;
  readonly weights?: Handle | undefined;
  readonly m: number;
}

/**
 * What a loss leaves: probabilities, the loss of every row and their sum, correct rows, and what emits the
 * gradient of the outputs.
 */
interface EmittedLoss {
  readonly p: Handle;
  readonly lossRows: Handle;
  readonly lossSum: Handle;
  readonly correctSum: Handle | undefined;
  readonly gradient: () => Handle;
}

function emitMatch(plan: PlanBuilder, match: Match, p: Handle, target: Handle, m: number, n: number): Handle {
  const hit = plan.tensor('hit', [m]);
  if (match === 'argmax') plan.emit(argmaxMatch, { p, target, hit, m, n });
  else if (match === 'threshold') plan.emit(thresholdMatch, { p, target, hit, m, n });
  else plan.emit(toleranceMatch, { x: p, target, hit, m, n, tolerance: match.tolerance });
  const total = plan.tensor('hits', []);
  plan.emit(sum, { x: hit, out: total, n: m });
  return total;
}

/** Emits the loss of a batch, and its gradient where it is requested. */
export function emitLoss(
  plan: PlanBuilder,
  request: LossRequest,
  given: Answers & Pick<GivenAnswers, 'answers' | 'probabilities'>,
): EmittedLoss {
  if (given.answers > 1) return lossOfMembers(plan, request, given, given.answers);
  return given.probabilities ? lossOfProbabilities(plan, request, given) : lossOfLogits(plan, request, given);
}

/** The loss of probabilities, by the logits that would make them. */
function lossOfProbabilities(plan: PlanBuilder, request: LossRequest, given: Answers): EmittedLoss {
  const { logits: p, m } = given;
  const n = sizeOf(p.shape) / m;
  const sigmoid = request.loss.folds === 'sigmoid';
  plan.at('loss', 'loss');
  const logits = plan.tensor('logits', p.shape);
  plan.emit(sigmoid ? logitScores : logScores, { x: p, out: logits, m, n, temperature: 1 });
  const emitted = lossOfLogits(plan, request, { ...given, logits });
  const gradient = () => {
    const dy = emitted.gradient();
    const dx = plan.tensor('dprobabilities', p.shape);
    plan.emit(sigmoid ? logitScoresGrad : logScoresGrad, { x: p, dy, dx, m, n, temperature: 1 });
    return dx;
  };
  return { ...emitted, p, gradient };
}

/** Several answers of each row: the mean of their losses; what counts as correct is their mean. */
function lossOfMembers(
  plan: PlanBuilder,
  request: LossRequest,
  given: Answers,
  members: number,
): EmittedLoss {
  const { logits, target, mixed, weights, m } = given;
  const n = sizeOf(logits.shape) / m / members;
  plan.at('loss', 'loss');
  const repeated = (of: Handle): Handle => {
    const width = sizeOf(of.shape) / m;
    const labels = of.storage.element === 'int32';
    const shape = labels ? [m * members] : [m * members, width];
    const out = plan.tensor(`${of.name} of members`, shape, 'scratch', of.storage.element);
    if (labels) plan.emit(repeatLabels, { label: of, out, m, members });
    else plan.emit(repeatRows, { x: of, out, m, members, n: width, factor: 1 });
    return out;
  };
  const mean = (x: Handle, name: string, width: number): Handle => {
    const out = plan.tensor(name, width === 1 && x.shape.length === 1 ? [m] : [m, width]);
    plan.emit(meanMembers, { x, out, m, members, n: width });
    return out;
  };
  const { match, ...alone } = request;
  const emitted = lossOfLogits(plan, alone, {
    logits: view(logits, 0, [m * members, n]),
    target: repeated(target),
    mixed: mixed && { next: repeated(mixed.next), own: repeated(mixed.own), other: repeated(mixed.other) },
    weights: weights && repeated(weights),
    m: m * members,
  });
  const p = mean(emitted.p, 'prediction', n);
  const lossRows = mean(emitted.lossRows, 'loss', 1);
  const lossSum = plan.tensor('loss sum', []);
  plan.emit(sum, { x: lossRows, out: lossSum, n: m });
  return {
    ...{ p, lossRows, lossSum },
    correctSum: match ? emitMatch(plan, match, p, target, m, n) : undefined,
    gradient: () => view(emitted.gradient(), 0, logits.shape),
  };
}

function lossOfLogits(
  plan: PlanBuilder,
  request: LossRequest,
  { logits, target, mixed, weights, m }: Answers,
): EmittedLoss {
  const { loss, smoothing = 0, delta = 1, clip = 0, match } = request;
  // Where every step of a sequence has a class of its own, the loss sees each step as a row.
  const steps = target.storage.element === 'int32' ? sizeOf(target.shape) / m : 1;
  const rows = m * steps;
  const n = sizeOf(logits.shape) / rows;
  plan.at('loss', 'loss');
  const p = loss.folds ? plan.tensor('prediction', logits.shape) : logits;
  const lossRows = plan.tensor('loss', [rows]);
  const dx = plan.tensor('dlogits', logits.shape);
  const context = { x: logits, target, p, loss: lossRows, dx, m: rows, n, smoothing, delta, clip };
  emitLossKernel(plan, loss.forward, context);
  const second = mixed && {
    ...context,
    target: mixed.next,
    loss: plan.tensor('loss of the next target', [m]),
    dx: plan.tensor('dlogits of the next target', logits.shape),
    p: loss.folds ? plan.tensor('prediction again', logits.shape) : p,
  };
  let lossOfRows = lossRows;
  if (mixed && second) {
    emitLossKernel(plan, loss.forward, second);
    plan.emit(scaleRows, { x: lossRows, s: mixed.own, m, n: 1 });
    plan.emit(scaleRows, { x: second.loss, s: mixed.other, m, n: 1 });
    lossOfRows = plan.tensor('mixed loss', [m]);
    plan.emit(add, { a: lossRows, b: second.loss, out: lossOfRows, m, n: 1 });
  }
  if (weights) plan.emit(scaleRows, { x: lossOfRows, s: weights, m, n: steps });
  const lossSum = plan.tensor('loss sum', []);
  plan.emit(sum, { x: lossOfRows, out: lossSum, n: rows });
  const correctSum = match ? emitMatch(plan, match, p, target, rows, n) : undefined;

  const gradient = () => {
    plan.at('loss', 'backward');
    emitLossKernel(plan, loss.backward, context);
    let whole = dx;
    if (mixed && second) {
      emitLossKernel(plan, loss.backward, second);
      plan.emit(scaleRows, { x: dx, s: mixed.own, m, n });
      plan.emit(scaleRows, { x: second.dx, s: mixed.other, m, n });
      whole = plan.tensor('mixed dlogits', logits.shape);
      plan.emit(add, { a: dx, b: second.dx, out: whole, m, n });
    }
    if (weights) plan.emit(scaleRows, { x: whole, s: weights, m, n: steps * n });
    return whole;
  };
  return { p, lossRows: lossOfRows, lossSum, correctSum, gradient };
}

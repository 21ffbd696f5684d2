import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import type { Answer } from '../stepValues.ts';
import { printing } from '../updates/define.ts';
import type { Equation } from '../updates/define.ts';
import { updateWriters } from '../updates/index.ts';
import type { LossParts, ParameterUpdate, Update, Updates } from '../updates/values.ts';
import { digits, more } from '../write.ts';
import type { Detail } from '../write.ts';
import { equations, textBlocks } from './define.ts';
import { corner, elementName } from './elements.ts';
import { maxOf } from '../../util/extremes.ts';
import { visible } from '../../util/visible.ts';

/** Of many updates, so many at the beginning are written out, and the last. */
const FIRST = 3;
/** Losses that are listed. */
const LISTED = 20;

const print = printing(digits);

/** What the penalties come to, and the loss with them; nothing where there are none. */
export function penaltiesForward({ penalties, dataLoss, regularizationLoss, loss }: Update): Block[] {
  if (penalties.length === 0) return [];
  const lines = penalties.map(({ parameter, norm, factor, sum }) => {
    const [letter, of] = norm === 'l1' ? ['λ₁', 'Σ|w|'] : ['λ₂', 'Σw²'];
    return `${parameter}  ${letter}·${of} = ${digits(factor)}·${digits(sum)} = ${digits(factor * sum)}`;
  });
  return [
    { kind: 'heading', text: 'penalties on the weights' },
    equations([
      ...lines,
      `L = data loss + regularization loss = ${digits(dataLoss)} + ${digits(regularizationLoss)} = ${digits(loss)}`,
    ]),
  ];
}

/** Where the gradient that the optimizer sees comes from, beyond the loss; nothing where it is that alone. */
function gradientEquation(
  parameter: ParameterUpdate,
  index: number,
  { penalties }: Update,
  { weightDecay }: Updates,
): Equation[] {
  const { name, before, lossGradient, gradient } = parameter;
  const w = before[index];
  const { alone, factor } = print;
  const of = (wanted: 'l1' | 'l2') =>
    penalties.find(({ parameter: of_, norm }) => of_ === name && norm === wanted)?.factor ?? 0;
  const [l1, l2] = [of('l1'), of('l2')];
  if (l1 === 0 && l2 === 0 && weightDecay === 0) return [];
  const terms = [
    alone(lossGradient[index]),
    ...(l1 > 0 ? [`${alone(l1)}·sign(${alone(w)})`] : []),
    ...(l2 > 0 ? [`2·${alone(l2)}·${factor(w)}`] : []),
    ...(weightDecay > 0 ? [`${alone(weightDecay)}·${factor(w)}`] : []),
  ];
  return [{ name: 'g', expression: terms.join(' + '), value: gradient[index] }];
}

/** The equations of one element, from its gradient to its new value. */
function elementLines(parameter: ParameterUpdate, index: number, step: Update, updates: Updates): string[] {
  const written = updateWriters.get(updates.kernel).equations(
    {
      name: elementName(parameter, index),
      before: parameter.before[index],
      gradient: parameter.gradient[index],
      after: parameter.after[index],
      moments: Object.fromEntries(
        Object.entries(parameter.moments).map(([name, { before, after }]) => [
          name,
          { before: before[index], after: after[index] },
        ]),
      ),
      knobs: step.knobs,
      t: step.t,
      settings: updates.settings,
    },
    print,
  );
  return [...gradientEquation(parameter, index, step, updates), ...written].map(
    ({ name, expression, value }) => `${name} = ${expression} = ${digits(value)}`,
  );
}

/** The update of a parameter, element by element. */
function parameterBlocks(
  parameter: ParameterUpdate,
  step: Update,
  updates: Updates,
  detail: Detail,
): Block[] {
  const indices = corner(parameter, detail);
  const all = indices.map((index) => elementLines(parameter, index, step, updates));
  const apart = all.some((lines) => lines.length > 1) ? '\n\n' : '\n';
  const text = all.map((lines) => lines.join('\n')).join(apart);
  const rest =
    detail.unit === undefined
      ? more(
          indices.length,
          parameter.before.length,
          'weight',
          parameter.shape.length === 2 ? maxOf(parameter.shape) : parameter.before.length,
        )
      : [];
  return [
    { kind: 'text', text: parameter.name },
    { kind: 'preformatted', equations: true, text },
    ...textBlocks(rest),
  ];
}

/** Which of many updates are written out. */
const writtenOut = (all: readonly Update[]) => all.filter((_, i) => i < FIRST || i === all.length - 1);

/** The answer that the loss is about, before and after, also in the units of the target. */
function predictionLines(
  { predictions: [before, after] }: Updates,
  { at, classes, steps, units }: Answer,
): string[] {
  if (steps || (at === undefined && before.length > 1)) return [];
  const j = at !== undefined && before.length > 1 ? at : 0;
  const label = at === undefined ? 'ŷ' : `p[${j}]`;
  const named =
    classes && at !== undefined ? `   class ${visible(classes[before.length === 1 ? 1 : at])}` : '';
  const inUnits = units && (units.mean !== 0 || units.scale !== 1);
  const value = (y: number) => digits(inUnits ? y * units.scale + units.mean : y);
  return [
    `${label} = ${digits(before[j])} before, ${digits(after[j])} after${named}`,
    ...(inUnits ? [`${units.name} = ${value(before[j])} before, ${value(after[j])} after`] : []),
  ];
}

/** The losses before and after each update. */
function lossesBlocks({ all, after }: Updates): Block[] {
  const losses: LossParts[] = [...all, after];
  const shown = all.slice(0, LISTED);
  const parted = after.regularizationLoss > 0 || all[0].regularizationLoss > 0;
  return [
    {
      kind: 'table',
      columns: [
        right('update'),
        right('loss before'),
        ...(parted ? [right('data loss'), right('regularization')] : []),
        right('loss after'),
        right('change'),
      ],
      rows: shown.map(({ t, loss, dataLoss, regularizationLoss }, i) => [
        String(t),
        digits(loss),
        ...(parted ? [digits(dataLoss), digits(regularizationLoss)] : []),
        digits(losses[i + 1].loss),
        digits(losses[i + 1].loss - loss),
      ]),
    },
    ...textBlocks(
      all.length > LISTED ? [`… and ${all.length - LISTED} more updates, to ${digits(after.loss)}`] : [],
    ),
  ];
}

/** The loss before the updates and after them. */
function lossAfter(updates: Updates, answer: Answer): Block[] {
  const { all, after } = updates;
  const [{ loss }] = all;
  const many = all.length > 1;
  return [
    { kind: 'heading', text: many ? `loss after ${all.length} updates` : 'loss after the update' },
    equations([
      `L = ${digits(loss)} before, ${digits(after.loss)} after, change ${digits(after.loss - loss)}`,
      ...predictionLines(updates, answer),
    ]),
    ...(many ? lossesBlocks(updates) : []),
  ];
}

/** The updates that are written out, of the parameters that are asked for; nothing where there are none. */
export function writtenUpdates(updates: Updates, detail: Detail): Block[] {
  const { optimizer, formula, all } = updates;
  const isShown = ({ layer }: ParameterUpdate) => detail.layer === undefined || detail.layer === layer;
  if (!all[0].parameters.some(isShown)) return [];
  const shown = writtenOut(all);
  const of = (t: number) => (all.length > 1 ? ` ${t} of ${all.length}` : '');
  return shown.flatMap((step, i): Block[] => [
    { kind: 'heading', text: `update${of(step.t)} (${optimizer.name})` },
    ...textBlocks(i === 0 ? [formula] : []),
    ...step.parameters
      .filter(isShown)
      .flatMap((parameter) => parameterBlocks(parameter, step, updates, detail)),
    ...textBlocks(
      i + 1 < shown.length && shown[i + 1].t > step.t + 1
        ? [`… updates ${step.t + 1} to ${shown[i + 1].t - 1} go on in the same way`]
        : [],
    ),
  ]);
}

/** What an optimizer makes of the weights, and of the loss. */
export const narrateUpdates = (updates: Updates, answer: Answer, detail: Detail): Block[] => [
  ...writtenUpdates(updates, detail),
  ...(detail.layer === undefined ? lossAfter(updates, answer) : []),
];

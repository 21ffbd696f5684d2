import { losses } from '../../losses/index.ts';
import type { Block } from '../../report/result.ts';
import type { Answer, StepValues } from '../stepValues.ts';
import { digits, factor, more } from '../write.ts';
import type { Detail } from '../write.ts';
import { maxOf } from '../../util/extremes.ts';
import { visible } from '../../util/visible.ts';

/** Outputs that are written out at least. */
const LEAST = 3;

const lines = (texts: readonly string[]): Block => ({
  kind: 'preformatted',
  equations: true,
  text: texts.join('\n'),
});

/** How many steps have a target of their own, and the values of the one that is followed. */
function followed(values: StepValues, { steps }: Answer) {
  const all = steps ? values.target.length : 1;
  const place = steps?.place ?? 0;
  const of = (list: readonly number[]) => {
    const n = list.length / all;
    return list.slice(place * n, (place + 1) * n);
  };
  return { all, place, of };
}

/** The first outputs, and the one of the true class. */
function shownClasses(all: number, { at }: Answer, { units }: Detail): number[] {
  const first = Array.from({ length: Math.min(Math.max(units, LEAST), all) }, (_, j) => j);
  return at === undefined || at < first.length || at >= all ? first : [...first, at];
}

/** The class that output j of so many is about: the only one of two classes is about the second. */
const classAt = (j: number, all: number) => (all === 1 ? 1 : j);
const named = ({ classes }: Answer, j: number, all: number) =>
  classes ? `   class ${visible(classes[classAt(j, all)])}` : '';

/** Softmax or sigmoid written out, where the loss takes it in; nothing otherwise. */
export function foldedForward(values: StepValues, answer: Answer, detail: Detail): Block[] {
  if (!values.folded) return [];
  const { of } = followed(values, answer);
  const z = of(values.layers.at(-1)?.output ?? values.x);
  const p = of(values.prediction);
  const shown = shownClasses(z.length, answer, detail);
  if (values.lossName !== 'cross-entropy')
    return [
      { kind: 'heading', text: 'sigmoid' },
      lines(
        shown.map(
          (j) => `p[${j}] = 1 / (1 + e^${digits(-z[j])}) = ${digits(p[j])}${named(answer, j, z.length)}`,
        ),
      ),
    ];
  const most = maxOf(z);
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return [
    {
      kind: 'heading',
      text: 'softmax: e^z over their sum, the largest z subtracted first to prevent overflow',
    },
    lines([
      ...shown.map(
        (j) =>
          `p[${j}] = e^(${digits(z[j])} − ${factor(most)}) / Σ = ${digits(powers[j])} / ${digits(sum)} = ${digits(p[j])}${named(answer, j, z.length)}`,
      ),
      ...more(shown.length, z.length, 'class'),
    ]),
  ];
}

/** How the loss comes about, in lines. */
function lossLines(values: StepValues, answer: Answer, detail: Detail): string[] {
  const { loss, lossName, prediction, target } = values;
  const { all, of } = followed(values, answer);
  if (lossName === 'cross-entropy' && answer.at !== undefined) {
    const { at, steps } = answer;
    if (!steps) return [`L = −ln p[${at}] = −ln ${digits(prediction[at])} = ${digits(loss)}`];
    const n = prediction.length / all;
    const shown = steps.all.slice(0, Math.max(LEAST, detail.units));
    return [
      ...shown.map(({ at: label, text }, t) => {
        const p = prediction[t * n + label];
        return `${text}: −ln p[${t},${label}] = −ln ${digits(p)} = ${digits(-Math.log(p))}`;
      }),
      ...more(shown.length, steps.all.length, 'step'),
      `this step: −ln p[${at}] = −ln ${digits(of(prediction)[at])} = ${digits(-Math.log(of(prediction)[at]))}`,
      `L = mean of ${all} steps = ${digits(loss)}`,
    ];
  }
  if (values.folded && answer.at !== undefined && prediction.length === 1) {
    const [p] = prediction;
    const chosen = answer.at === 1 ? digits(p) : `(1 − ${digits(p)})`;
    return [`L = −ln ${answer.at === 1 ? 'p[0]' : '(1 − p[0])'} = −ln ${chosen} = ${digits(loss)}`];
  }
  if (lossName !== 'mse') return [`L = ${digits(loss)}`];
  const n = target.length;
  const squares = Array.from(
    { length: Math.min(n, Math.max(LEAST, detail.units)) },
    (_, j) => `(${digits(prediction[j])} − ${factor(target[j])})²`,
  );
  if (n === 1) return [`L = ${squares[0]} = ${digits(loss)}`];
  return [`L = (${squares.join(' + ')}${squares.length < n ? ' + …' : ''}) / ${n} = ${digits(loss)}`];
}

/** Whose loss it is, where members that answer for themselves are averaged. */
const ofMembers = ({ layers, training }: StepValues): Block[] =>
  layers.at(-1)?.type !== 'mean-members' || training
    ? []
    : [
        {
          kind: 'text',
          text: 'Followed is the loss of the average, as in validation and prediction. Training does not lower it but the mean of the losses of the members.',
        },
      ];

/** The loss and its formula. */
export function lossForward(values: StepValues, answer: Answer, detail: Detail): Block[] {
  const formula = losses.get(values.lossName).formula;
  return [
    { kind: 'heading', text: `loss (${values.lossName}): the target is ${answer.text}` },
    { kind: 'text', text: formula },
    ...ofMembers(values),
    lines(lossLines(values, answer, detail)),
  ];
}

/** What the outputs are in the units of the target; nothing for classes and for numbers that were not scaled. */
export function unitsForward({ prediction }: StepValues, { units }: Answer, detail: Detail): Block[] {
  if (!units || (units.mean === 0 && units.scale === 1)) return [];
  const { name, mean, scale } = units;
  const shown = prediction.slice(0, Math.max(LEAST, detail.units));
  const label = (j: number) => (prediction.length > 1 ? `${name}[${j}]` : name);
  return [
    { kind: 'heading', text: `in the units of ${name}: output · deviation + mean` },
    lines([
      ...shown.map(
        (y, j) =>
          `${label(j)} = ${digits(y)} · ${digits(scale)} ${mean < 0 ? '−' : '+'} ${digits(Math.abs(mean))} = ${digits(y * scale + mean)}`,
      ),
      ...more(shown.length, prediction.length, 'output'),
    ]),
  ];
}

/** The gradient that arrives at the last layer; by the formulas below where no parameter needs it. */
function firstGradient(
  { layers, folded, prediction, target }: StepValues,
  { at }: Answer,
): readonly number[] {
  const kept = layers.at(-1)?.dOutput;
  if (kept) return kept;
  if (!folded) return prediction.map((value, j) => (2 * (value - target[j])) / target.length);
  return prediction.map(
    (p, j) => p - (at === undefined ? target[j] : Number(classAt(j, prediction.length) === at)),
  );
}

/** Where the gradient begins. */
export function lossBackward(values: StepValues, answer: Answer, detail: Detail): Block[] {
  const { all, of } = followed(values, answer);
  const dz = of(firstGradient(values, answer));
  const p = of(values.prediction);
  if (values.folded) {
    const shown = shownClasses(dz.length, answer, detail);
    const divided = all > 1 ? ` / ${all}` : '';
    return [
      {
        kind: 'heading',
        text: `gradient of ${values.lossName} and the output activation together: dz = ${divided === '' ? 'p − t' : `(p − t)${divided}`}`,
      },
      lines([
        ...shown.map((j) => {
          const t = answer.at === undefined ? p[j] - dz[j] : Number(classAt(j, dz.length) === answer.at);
          const difference = `${digits(p[j])} − ${digits(t)}`;
          return `dz[${j}] = ${divided === '' ? difference : `(${difference})${divided}`} = ${digits(dz[j])}${named(answer, j, dz.length)}`;
        }),
        ...more(shown.length, dz.length, 'class'),
      ]),
    ];
  }
  if (values.lossName !== 'mse') return [];
  const n = values.target.length;
  const shown = Math.min(n, Math.max(LEAST, detail.units));
  const divided = n > 1 ? ` / ${n}` : '';
  return [
    { kind: 'heading', text: `gradient of the loss: dz = 2·(z − t)${divided}` },
    lines([
      ...Array.from(
        { length: shown },
        (_, j) => `dz[${j}] = 2·(${digits(p[j])} − ${factor(values.target[j])})${divided} = ${digits(dz[j])}`,
      ),
      ...more(shown, n, 'output'),
    ]),
  ];
}

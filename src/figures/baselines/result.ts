import type { Judged, JudgedMeasure, JudgedPart, JudgedVerdict } from '../../baselines/judge.ts';
import type { Block, Json, Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { isRecord } from '../../util/guards.ts';
import { counted } from '../../util/plural.ts';
import { measure, percent, score } from '../../util/quantity.ts';
import { differs } from '../../util/significance.ts';
import { maxOf, minOf } from '../../util/extremes.ts';

/** Rows below which no test can tell anything: of 5, all to one side are chance in 1 of 16. */
const LEAST = 6;

/** How scores are shown, by their names. */
const shown: Readonly<Record<string, readonly [label: string, show: (value: number) => string]>> = {
  accuracy: ['accuracy', percent],
  log_loss: ['log loss', measure],
  rmse: ['RMSE', measure],
  r2: ['R²', score],
};

const measures: Readonly<Record<JudgedMeasure, string>> = {
  accuracy: 'accuracy',
  log_loss: 'log loss',
  squared_error: 'squared error',
};

const parts: Readonly<Record<JudgedPart, string>> = {
  test: 'test ',
  validation: 'validation ',
  'held-out': 'held-out ',
  training: 'training ',
  seen: '',
  given: '',
};

/** Baselines that a sentence calls with an article. */
const article = new Set(['constant', 'last-value', 'seasonal-naive']);

/** `p = 0.03`, `p < 0.01` */
function chanceOf(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return p < 0.01 ? 'p < 0.01' : `p = ${p < 0.1 ? p.toPrecision(1) : p.toFixed(1)}`;
}

const rowsOf = ({ part, rows }: Judged) => counted(rows, `${parts[part]}row`);

/** The measures that differ to one side. */
function inWords(tests: JudgedVerdict['tests'], better: boolean): string | undefined {
  const some = tests.filter(
    (test) => differs(test) && ((test.measure === 'accuracy') === test.difference > 0) === better,
  );
  if (some.length === 0) return undefined;
  return some.map(({ measure: name }) => measures[name]).join(' and ');
}

/** Whether the network is worth more than the best baseline, in a sentence. */
export function verdictSentence(judged: Judged): string | undefined {
  const { verdict, part } = judged;
  if (part === 'training' || part === 'seen')
    return `measured on ${part === 'seen' ? `${counted(judged.rows, 'row')} of which some` : `the ${counted(judged.rows, 'row')} that`} trained, which does not say which is better`;
  if (!verdict) return undefined;
  const { result, tests } = verdict;
  const label = article.has(verdict.than) ? `the ${verdict.label}` : verdict.label;
  if (judged.rows < LEAST)
    return `${rowsOf(judged)} ${judged.rows === 1 ? 'is' : 'are'} too few to tell this network from ${label}`;
  const telling = result === 'same' ? [] : tests.filter((test) => differs(test));
  // Of what is told apart the less certain; of what is not, the nearest to it.
  const p = telling.length > 0 ? maxOf(telling.map((test) => test.p)) : minOf(tests.map((test) => test.p));
  const said = `(${chanceOf(p)}, ${rowsOf(judged)})`;
  if (result === 'same') return `this network adds nothing that can be told from ${label} ${said}`;
  const [better, worse] = [inWords(tests, true), inWords(tests, false)];
  if (result === 'mixed')
    return `this network has the better ${better} and the worse ${worse} than ${label} ${said}`;
  return `this network is ${result} than ${label} in ${better ?? worse} ${said}`;
}

/** What the table's figures are not: chosen otherwise than the baselines, or another loss than that of training. */
function notesOf({ threshold, clipped, network }: Judged): Block[] {
  const { accuracy, log_loss: logLoss } = network.scores;
  const notes = [
    threshold === undefined || accuracy === undefined
      ? ''
      : `accuracy: this network with threshold ${threshold}, the baselines choose the likelier class`,
    clipped === undefined || logLoss === undefined
      ? ''
      : `log loss: a probability below ${Number.EPSILON.toPrecision(2)} counts as that, as in scikit-learn (${counted(clipped, 'row')} of this network); the loss of training has no such limit`,
  ];
  return notes.filter((text) => text !== '').map((text) => ({ kind: 'text', text }));
}

/** The baselines and the network as a table, and below it whether they differ. */
export function baselineBlocks(judged: Judged | undefined): Block[] {
  if (!judged) return [];
  const { models, network } = judged;
  const all = [...models, network];
  const names = Object.keys(shown).filter((name) => all.some(({ scores }) => scores[name] !== undefined));
  const sentence = verdictSentence(judged);
  const said: Block[] = sentence === undefined ? [] : [{ kind: 'text', text: sentence }];
  // Errors beyond float64 are no scores, and a table without columns says nothing.
  if (names.length === 0) return said;
  return [
    {
      kind: 'table',
      columns: [{ name: 'baselines' }, ...names.map((name) => right(shown[name][0]))],
      rows: all.map(({ label, fitted, scores }) => [
        fitted === undefined ? label : `${label} (${counted(fitted, 'row')})`,
        ...names.map((name) => {
          const value = scores[name];
          return value === undefined ? '–' : shown[name][1](value);
        }),
      ]),
    },
    ...notesOf(judged),
    ...said,
  ];
}

/** The same as JSON has it. */
export function baselinesJson(judged: Judged | undefined): Record<string, Json> {
  if (!judged) return {};
  const { part, rows, models, network, verdict } = judged;
  const modelJson = ({ name, fitted, scores }: Judged['network']): Json => ({
    name,
    ...(fitted !== undefined && { fitted_rows: fitted }),
    ...(scores as Record<string, Json>),
  });
  return {
    baselines: {
      part,
      rows,
      models: [...models, network].map(modelJson),
      ...(verdict && {
        verdict: {
          than: verdict.than,
          result: verdict.result,
          tests: verdict.tests.map(({ measure: name, difference, interval, p }) => ({
            measure: name,
            difference,
            interval: interval ?? null,
            p,
          })),
        },
      }),
    },
  };
}

/** A result with the baselines below its facts. */
export function withBaselines(result: Result, judged: Judged | undefined): Result {
  const { blocks, json } = result;
  if (!judged) return result;
  return {
    ...result,
    blocks: () => {
      const [facts, ...rest] = blocks();
      return [facts, ...baselineBlocks(judged), ...rest];
    },
    ...(json && {
      json: () => {
        const own = json();
        return isRecord(own) ? { ...own, ...baselinesJson(judged) } : own;
      },
    }),
  };
}

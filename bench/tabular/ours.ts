import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nn } from '../measure.ts';
import type { Answers, Split } from './answers.ts';

/** Options of nn train, under a name. */
export interface OptionSet {
  readonly name: string;
  readonly options: readonly string[];
}

/** One row as nn predict --proba writes it. */
type Predicted = Readonly<Record<string, string | number | boolean | null>>;

function classesOf(rows: readonly Predicted[], { actual }: Split, seconds: number): Answers {
  const probabilities = rows.map((row) =>
    Object.entries(row).flatMap(([name, value]) =>
      name.startsWith('p(') ? [{ label: name.slice(2, -1), p: Number(value) }] : [],
    ),
  );
  const own = probabilities.map((all, i) => all.find(({ label }) => label === String(actual[i]))?.p ?? 0);
  return {
    seconds,
    correct: rows.map(({ prediction }, i) => Number(String(prediction) === String(actual[i]))),
    own,
    top: probabilities.map((all) => Math.max(...all.map(({ p }) => p))),
  };
}

/** Trains with the command on train.csv of a folder and lets the model answer to test.csv. */
export function answersOf({ options }: OptionSet, split: Split, folder: string): Answers {
  const model = path.join(folder, 'model.safetensors');
  const { target, task } = split;
  const train = ['train', path.join(folder, 'train.csv'), '--target', target, '--task', task];
  const { ms } = nn([...train, ...options, '-o', model, '--force', '-q']);
  const output = path.join(folder, 'predicted.json');
  const asked = ['predict', model, path.join(folder, 'test.csv'), '--only-prediction', '-q', '--force'];
  nn([...asked, ...(task === 'classification' ? ['--proba'] : []), '-o', output]);
  const rows = JSON.parse(readFileSync(output, 'utf8')) as Predicted[];
  if (task === 'classification') return classesOf(rows, split, ms / 1000);
  return { seconds: ms / 1000, predicted: rows.map(({ prediction }) => Number(prediction)) };
}

import { chooseColumns } from '../data/columnRoles.ts';
import { fitFeatures } from '../data/fitPreprocessing.ts';
import { foldSplit, makeFolds } from '../data/folds.ts';
import { groupsOf } from '../data/groups.ts';
import { withReadings } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { sampleWeights } from '../data/sampleWeights.ts';
import { splitRows, validationShare } from '../data/split.ts';
import type { Table } from '../data/table.ts';
import { readTarget } from '../data/target.ts';
import type { ReadTarget } from '../data/target.ts';
import type { Context } from '../host/context.ts';
import type { TrainOptions } from '../options/train.ts';
import { missingTargets } from '../data/reading/absent.ts';
import { columnChoices } from '../tasks/table/dataset.ts';
import { encodePart } from '../tasks/table/encode.ts';
import { tableProfile } from '../tasks/table/profile.ts';
import type { Job } from '../train/job.ts';
import type { WholePart } from '../train/part.ts';
import { counted } from '../util/plural.ts';
import { RandomState } from '../util/random.ts';
import { decide } from './decide.ts';

/** One model of the cross-validation: its training rows and the rows held out. */
export interface Fold {
  readonly name: string;
  readonly preprocessing: Preprocessing;
  readonly job: Job & { readonly test: WholePart };
}

/** What is to be said about classes that some of the folds hold no row of. */
function rareClasses(target: ReadTarget, folds: number): string[] {
  const { rows, labels } = target;
  const { encoding } = target.fit(rows);
  if (!labels || encoding.kind !== 'classes') return [];
  const counts = encoding.classes.map(() => 0);
  for (const row of rows) counts[labels[row]]++;
  return encoding.classes.flatMap((name, i) =>
    counts[i] >= folds
      ? []
      : `class "${name}" has ${counted(counts[i], 'row')}: ${folds - counts[i]} of ${folds} folds hold none of it back`,
  );
}

/**
 * The folds of a table, each with the scaling that its own training rows give.
 *
 * @param member above 0: of the same folds, models that draw their validation rows and weights otherwise
 */
export function foldsOf(
  context: Context,
  table: Table,
  random: RandomState,
  o: TrainOptions,
  member = 0,
): Fold[] {
  const { seed, dtype } = context.global;
  const choices = columnChoices(o);
  const roles = chooseColumns(table, choices, choices.target);
  const target = readTarget(table, roles.target, choices);
  const { rows, labels } = target;
  for (const note of [...roles.notes, ...missingTargets(table.rows - rows.length, table, roles.target.name)])
    context.screen.note(note);
  const classes = labels && ((row: number) => labels[row]);
  const classCount = labels ? labels.reduce((most, label) => Math.max(most, label + 1), 0) : 0;
  const folds = o.leaveOneOut ? ('one' as const) : (o.kFold ?? 5);
  const groupOf = o.group === undefined ? undefined : groupsOf(table, o.group, rows);
  const weights = o.sampleWeight === undefined ? undefined : sampleWeights(table, o.sampleWeight);
  if (labels && folds !== 'one') rareClasses(target, folds).forEach((note) => context.screen.note(note));
  const made: Fold[] = [];
  for (let repeat = 0; repeat < o.repeats; repeat++) {
    const divided = makeFolds(rows, { folds, classes, groups: groupOf }, random);
    const splits = Array.from({ length: divided.count }, (_, i) => foldSplit(divided, i));
    const own = member > 0 ? new RandomState([seed, repeat, member]) : random;
    const place = own.snapshot();
    splits.forEach(({ train: others, validation: held }, i) => {
      // Early stopping looks at rows of its own: the held-out ones are predicted once, at the end.
      const share = validationShare(o.validationSplit, others.length, classCount);
      const inner = splitRows(others, share, own, classes);
      const { features, shape, notes } = fitFeatures(table, roles, inner.train, choices);
      if (made.length === 0) for (const note of notes) context.screen.note(note);
      // The classes are those of all rows, so that every fold's network has the same outputs.
      const { encoding, encoded } = target.fit(inner.train);
      const preprocessing = withReadings({ features, target: encoding, ...(shape && { shape }) }, table);
      const of = { preprocessing, table, encoded, dtype };
      const parts = {
        train: encodePart(of, inner.train, weights),
        validation: inner.validation.length > 0 ? encodePart(of, inner.validation, weights) : undefined,
      };
      const dataset = {
        preprocessing,
        ...parts,
        profile: tableProfile(preprocessing, o, parts),
        sample: undefined,
        source: table.source,
        rows: table.rows,
        name: 'fold',
        digest: undefined,
      };
      const { setup, train, validation } = decide(dataset, place, seed, o);
      if (train.kind === 'streamed') throw new Error('folds are in memory');
      const name = o.repeats > 1 ? `${repeat + 1}.${i + 1}` : String(i + 1);
      made.push({ name, preprocessing, job: { setup, train, validation, test: encodePart(of, held) } });
    });
  }
  return made;
}

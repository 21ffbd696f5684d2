import type { Chart } from '../../charts/chart.ts';
import { isTableRows } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import { classificationResult } from '../../figures/evaluation/classes.ts';
import { mistakesBlocks } from '../../figures/evaluation/mistakes.ts';
import { boundaryGrid } from '../../figures/plot/boundary.ts';
import { confusionChart } from '../../figures/plot/confusion.ts';
import type { Computing } from '../../host/backend.ts';
import { withGlobal } from '../../host/context.ts';
import type { Context } from '../../host/context.ts';
import { classAnswersOf } from '../../inputs/classSample.ts';
import { openTable } from '../../inputs/openTable.ts';
import type { RunRecord } from '../../inputs/runRecord.ts';
import { answers } from '../../inputs/tableModel.ts';
import type { Model } from '../../model/file.ts';
import { globalsOf, valuesOf } from '../../options/spec.ts';
import type { Block } from '../../report/result.ts';
import { RandomState } from '../../util/random.ts';
import type { Section } from './section.ts';

/** The decision boundary, where there are two columns of numbers and nothing else. */
async function boundaryOfTwo(
  computing: Computing,
  folder: string,
  model: Model,
  preprocessing: Preprocessing,
  table: Table,
): Promise<Chart[]> {
  const { features } = preprocessing;
  if (features.length !== 2 || !features.every(({ kind }) => kind === 'number')) return [];
  const grid = boundaryGrid(preprocessing, table, {}, { width: 96, height: 96 });
  return [grid.chart(await answers(computing, model, preprocessing, grid.rows), folder)];
}

/** The data of a run, read again; a text that says why it cannot be. */
async function rowsAgain(
  context: Context,
  record: RunRecord,
  model: Model,
): Promise<string | { readonly table: Table; readonly source: string; readonly changed: boolean }> {
  const { preprocessing } = model;
  const { spec } = record;
  const { source } = spec;
  const options = valuesOf(spec);
  if (
    !preprocessing ||
    !isTableRows(preprocessing) ||
    preprocessing.target.kind !== 'classes' ||
    options.stream
  )
    return 'Single rows are shown for classes of tables and images only.';
  if (source === undefined || source === '-') return 'The data came through a pipe and cannot be read again.';
  try {
    const random = new RandomState(record.seed);
    const { table, digest } = await openTable(withGlobal(context, globalsOf(spec)), source, random, options);
    return { table, source, changed: record.data.sha256 !== undefined && digest !== record.data.sha256 };
  } catch {
    return `${source} cannot be read any more.`;
  }
}

/** What the model answers to the rows it came from; a note where they cannot be read again. */
export async function dataSection(
  context: Context,
  folder: string,
  record: RunRecord,
  model: Model,
): Promise<Section> {
  const title = 'All rows of the data, training rows included';
  const read = await rowsAgain(context, record, model);
  if (typeof read === 'string') return { title, parts: [[{ kind: 'text', text: read }]] };
  const { table, source, changed } = read;
  const { preprocessing } = model;
  if (preprocessing?.target.kind !== 'classes') throw new Error('rows are read again for classes only');
  const { target } = preprocessing;
  const sample = await classAnswersOf(context, model, preprocessing, target, table);
  const warning: Block[] = changed
    ? [{ kind: 'warning', text: `${source} is not what this run was trained on: its contents have changed` }]
    : [];
  return {
    title,
    parts: [
      [...warning, ...classificationResult(sample, { intervals: false }).blocks()],
      confusionChart(`${folder}: predictions by true class`, sample),
      ...(await boundaryOfTwo(context, folder, model, preprocessing, table)),
      [
        { kind: 'heading', text: 'Worst mistakes' },
        ...mistakesBlocks(table, sample.rows, target.name, sample),
      ],
    ],
  };
}

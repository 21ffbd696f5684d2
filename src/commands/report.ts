import { pageOf } from '../charts/page.ts';
import type { Chart } from '../charts/chart.ts';
import { svgOf } from '../charts/svg.ts';
import { encodeClasses, rowsWithTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { textAt } from '../data/table.ts';
import type { Table } from '../data/table.ts';
import { diagnose as diagnosisOf } from '../explain/diagnosis/diagnose.ts';
import type { Model } from '../model/file.ts';
import { argmaxRows } from '../runtime/predictor.ts';
import { blocksHtml, escapeHtml } from '../report/html.ts';
import type { Block, Result } from '../report/result.ts';
import { count, duration, measure, percent } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { readHistory } from './diagnose.ts';
import { classificationResult } from '../figures/evaluation/classes.ts';
import { featuresFacts } from '../figures/features.ts';
import { openModel } from '../inputs/modelFile.ts';
import { boundaryGrid } from '../figures/plot/boundary.ts';
import { confusionChart } from '../figures/plot/confusion.ts';
import { curvesOf } from '../figures/plot/curves.ts';
import { answers } from '../inputs/tableModel.ts';
import { histogramsChart } from '../figures/plot/histograms.ts';
import { hasUnits, networkChart } from '../figures/plot/network.ts';
import { layersOf } from './summary.ts';
import { openTable, readTable } from '../inputs/openTable.ts';
import { readHistograms } from '../figures/weightHistograms.ts';
import type { TrainOptions } from '../options/train.ts';
import { fileIn, HISTORY, MODEL } from '../inputs/runFiles.ts';
import { readRecord } from '../runs/folder.ts';
import type { RunRecord } from '../runs/folder.ts';
import { commandLine, verdictBlocks } from '../runs/verdicts.ts';
import { withoutOutput } from '../runs/words.ts';

/** A part of the page: blocks and charts under a heading. */
interface Section {
  readonly title: string;
  readonly parts: readonly (readonly Block[] | Chart)[];
}

const MISTAKES = 10;
const COLUMNS = 5;

const isChart = (part: readonly Block[] | Chart): part is Chart => 'marks' in part;

const html = ({ title, parts }: Section): string =>
  `<h2>${escapeHtml(title)}</h2>\n${parts.map((part) => (isChart(part) ? svgOf(part) : blocksHtml(part))).join('\n')}`;

function resultFacts({ result = {}, milliseconds, reason, state }: RunRecord): Block {
  const labels: Readonly<Record<string, [string, (value: number) => string]>> = {
    epochs: ['epochs', count],
    bestEpoch: ['best epoch', String],
    loss: ['loss', measure],
    validationLoss: ['validation loss', measure],
    validationAccuracy: ['validation accuracy', percent],
  };
  return {
    kind: 'facts',
    facts: [
      ['state', reason === undefined ? state : `${state}: ${reason}`],
      ...(milliseconds === undefined ? [] : [['time', duration(milliseconds)] as const]),
      ...Object.entries(labels).flatMap(([name, [label, show]]) => {
        const value = result[name];
        return typeof value === 'number' ? [[label, show(value)] as const] : [];
      }),
    ],
  };
}

/** Rows that the model is furthest off with. */
function mistakes(
  table: Table,
  preprocessing: Preprocessing,
  rows: Int32Array,
  actual: Int32Array,
  outputs: ArrayLike<number>,
): Block[] {
  const { target } = preprocessing;
  if (target.kind !== 'classes') return [];
  const width = target.classes.length;
  const given = argmaxRows(outputs, rows.length);
  const wrong = Array.from(rows, (_, i) => i).filter((i) => given[i] !== actual[i]);
  if (wrong.length === 0) return [{ kind: 'text', text: 'No row is answered wrong.' }];
  const columns = table.columns.filter(({ name }) => name !== target.name).slice(0, COLUMNS);
  const worst = wrong
    .sort((a, b) => outputs[a * width + actual[a]] - outputs[b * width + actual[b]])
    .slice(0, MISTAKES);
  return [
    {
      kind: 'text',
      text: `${count(wrong.length)} of ${count(rows.length)} rows are answered wrong; those with the least probability for what is true:`,
    },
    {
      kind: 'table',
      columns: [
        { name: 'row', align: 'right' },
        { name: target.name },
        { name: 'answer' },
        { name: 'p(true)', align: 'right' },
        { name: 'p(answer)', align: 'right' },
        ...columns.map(({ name }) => ({ name, align: 'right' as const })),
      ],
      rows: worst.map((i) => [
        String(rows[i]),
        target.classes[actual[i]],
        target.classes[given[i]],
        percent(outputs[i * width + actual[i]]),
        percent(outputs[i * width + given[i]]),
        ...columns.map((column) => textAt(column, rows[i]) ?? ''),
      ]),
    },
  ];
}

/** The decision boundary, where there are two columns of numbers and nothing else. */
async function boundaryOfTwo(
  context: Context,
  folder: string,
  model: Model,
  preprocessing: Preprocessing,
  table: Table,
): Promise<Chart[]> {
  const { features } = preprocessing;
  if (features.length !== 2 || !features.every(({ kind }) => kind === 'number')) return [];
  const grid = boundaryGrid(preprocessing, table, {}, { width: 96, height: 96 });
  return [grid.chart(await answers(context, model, preprocessing, grid.rows), folder)];
}

/** The layers as a table; units with their weights, and how those spread over the epochs, as pictures. */
async function networkSection(context: Context, folder: string, model: Model): Promise<Section> {
  const found = await readHistograms(context, folder);
  const tensors = [...new Set(found.map(({ tensor }) => tensor))];
  return {
    title: 'Network',
    parts: [
      [layersOf(model.spec).table],
      ...(hasUnits(model) ? [networkChart(model, folder)] : []),
      ...tensors.map((name) =>
        histogramsChart(
          found.filter(({ tensor }) => tensor === name),
          folder,
        ),
      ),
    ],
  };
}

/** What the model says about the rows it came from; a note where they cannot be read again. */
async function dataSection(
  context: Context,
  folder: string,
  record: RunRecord,
  model: Model,
): Promise<Section> {
  const { preprocessing } = model;
  const title = 'All rows of the data, those of training too';
  const again = await context.again(record.arguments);
  const options = again.options as unknown as TrainOptions;
  const [source] = again.args;
  if (!preprocessing || preprocessing.pieces || preprocessing.target.kind !== 'classes' || options.stream)
    return {
      title,
      parts: [[{ kind: 'text', text: 'Single rows are shown for classes of tables and images only.' }]],
    };
  if (source === undefined || source === '-')
    return {
      title,
      parts: [[{ kind: 'text', text: 'The data came through a pipe and cannot be read again.' }]],
    };
  let table: Table;
  let changed = false;
  try {
    const opened = await openTable(again.context, source, new RandomState(record.seed), options);
    ({ table } = opened);
    changed = record.data.sha256 !== undefined && opened.digest !== record.data.sha256;
  } catch {
    return { title, parts: [[{ kind: 'text', text: `${source} cannot be read any more.` }]] };
  }
  const rows = rowsWithTarget(preprocessing, table);
  const { target } = preprocessing;
  const all = encodeClasses(target, table);
  const outputs = await answers(context, model, preprocessing, table);
  const width = target.classes.length;
  const probabilities = new Float64Array(rows.length * width);
  rows.forEach((row, i) => probabilities.set(outputs.subarray(row * width, (row + 1) * width), i * width));
  const actual = Int32Array.from(rows, (row) => all[row]);
  const sample = {
    classes: target.classes,
    actual,
    predicted: argmaxRows(probabilities, rows.length),
    probabilities,
  };
  const warning: Block[] = changed
    ? [{ kind: 'warning', text: `${source} is not what this run learned from: its contents have changed` }]
    : [];
  return {
    title,
    parts: [
      [...warning, ...classificationResult(sample).blocks()],
      confusionChart(`${folder}: answers by true class`, sample),
      ...(await boundaryOfTwo(context, folder, model, preprocessing, table)),
      [
        { kind: 'heading', text: 'Worst mistakes' },
        ...mistakes(table, preprocessing, rows, actual, probabilities),
      ],
    ],
  };
}

export const report = defineCommand({
  name: 'report',
  about:
    'Writes what there is to know about a run as one HTML page that needs no network and prints well: the command that repeats it, results, curves, diagnosis, network, and for classes the confusion matrix and the worst mistakes.',
  arguments: [{ name: 'run', summary: 'folder of a run', required: true }],
  options: {},
  examples: [{ command: 'nn report runs/iris-1 -o report.html', says: 'a page to keep or to send' }],
  async run(context, { args: [folder] }): Promise<Result> {
    const path = context.global.output ?? `${folder.replace(/\/+$/, '').split('/').at(-1)}.html`;
    await context.files.checkWritable(path);
    const record = await readRecord(context, folder);
    const model = await openModel(context, fileIn(folder, MODEL));
    const words = withoutOutput(record.arguments);
    const history = await readTable(context, fileIn(folder, HISTORY));
    const run = [{ name: folder, table: history }];
    const curves = [
      curvesOf(run, []),
      ...(history.columns.some(({ name }) => name === 'accuracy') ? [curvesOf(run, ['accuracy'])] : []),
    ];
    const verdicts = record.facts
      ? diagnosisOf({ ...record.facts, history: await readHistory(context, folder) }).flatMap((verdict) =>
          verdictBlocks(verdict, words),
        )
      : [];
    const { preprocessing } = model;
    const sections: Section[] = [
      {
        title: 'Result',
        parts: [
          [
            { kind: 'preformatted', text: commandLine(words) },
            resultFacts(record),
            {
              kind: 'facts',
              facts: [
                ['data', `${record.data.source}, ${count(record.data.rows)} rows`],
                ['target', record.target],
                ...(preprocessing ? featuresFacts(preprocessing) : []),
                ['begun', record.date],
                ['nn', `${record.nn}, ${record.kernels}, seed ${record.seed}, ${record.dtype}`],
              ],
            },
          ],
        ],
      },
      { title: 'Curves', parts: curves },
      {
        title: 'Diagnosis',
        parts: [
          verdicts.length > 0
            ? verdicts
            : [
                {
                  kind: 'text',
                  text: 'This run has no diagnosis: it did not come to its end, or had no validation rows.',
                },
              ],
        ],
      },
      await dataSection(context, folder, record, model),
      await networkSection(context, folder, model),
    ];
    const body = `<h1>${escapeHtml(folder)}</h1>\n${sections.map(html).join('\n')}`;
    await context.files.write(path, pageOf(`nn report: ${folder}`, body));
    return {
      blocks: () => [{ kind: 'facts', facts: [['report', path]] }],
      json: () => ({ report: path, sections: sections.map(({ title }) => title) }),
      ownOutput: true,
    };
  },
});

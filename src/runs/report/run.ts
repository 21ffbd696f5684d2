import { diagnose, noVerdict } from '../../explain/diagnosis/diagnose.ts';
import { baselineBlocks } from '../../figures/baselines/result.ts';
import { featuresFacts } from '../../figures/features.ts';
import { layerCosts, layersTable } from '../../figures/network/layers.ts';
import { curvesOf } from '../../figures/plot/curves.ts';
import { histogramsChart } from '../../figures/plot/histograms.ts';
import { hasUnits, networkChart } from '../../figures/plot/networkChart.ts';
import { readHistograms } from '../../figures/weightHistograms.ts';
import type { Context } from '../../host/context.ts';
import type { Files } from '../../host/files.ts';
import { readHistoryTable } from '../../inputs/history.ts';
import type { RunRecord } from '../../inputs/runRecord.ts';
import { printSpec, repeatable } from '../../options/spec.ts';
import type { Model } from '../../model/file.ts';
import type { Block } from '../../report/result.ts';
import { mainFigures, testFigures } from '../../train/epochFigures.ts';
import { withInterval } from '../../figures/withInterval.ts';
import { count, duration } from '../../util/quantity.ts';
import { caseOf } from '../recordedCase.ts';
import type { RunFolder } from '../folder.ts';
import { verdictBlocks } from '../verdicts.ts';
import type { Section } from './section.ts';
import { counted } from '../../util/plural.ts';
import { visible } from '../../util/visible.ts';

/** Figures of a result in the order of the report: label, and how the number is shown. */
const figures: Readonly<Record<string, readonly [label: string, show: (value: number) => string]>> = {
  epochs: ['epochs', count],
  best_epoch: ['best epoch', String],
  last_epoch: ['kept, the last epoch', String],
  ...Object.fromEntries(
    [...mainFigures, ...testFigures].map(({ key, column = key, label, show }) => [column, [label, show]]),
  ),
};

function resultFacts({ result = {}, intervals = {}, milliseconds, reason, state }: RunRecord): Block {
  return {
    kind: 'facts',
    facts: [
      ['state', reason === undefined ? state : `${state}: ${reason}`],
      ...(milliseconds === undefined ? [] : [['time', duration(milliseconds)] as const]),
      ...Object.entries(figures).flatMap(([name, [label, show]]) => {
        const value = result[name];
        return typeof value === 'number'
          ? [[label, withInterval(value, show, intervals[name])] as const]
          : [];
      }),
    ],
  };
}

/** The command that repeats a run, its results, and what it was trained on. */
export function resultSection(record: RunRecord, { preprocessing }: Model): Section {
  const { data, target, date, nn, kernels, seed, dtype } = record;
  const facts: Block = {
    kind: 'facts',
    facts: [
      ['data', `${data.source}, ${counted(data.rows, 'row')}`],
      ['target', target],
      ...(preprocessing ? featuresFacts(preprocessing) : []),
      ['begun', date],
      ['nn', `${nn}, ${kernels}, seed ${seed}, ${dtype}`],
    ],
  };
  const command: Block = { kind: 'preformatted', text: visible(printSpec(repeatable(record.spec))) };
  return {
    title: 'Result',
    parts: [[command, resultFacts(record), ...baselineBlocks(record.baselines), facts]],
  };
}

/** Loss and, where it was measured, accuracy over the epochs. */
export async function curvesSection(
  inputs: Pick<Context, 'files' | 'global'>,
  folder: string,
): Promise<Section> {
  const table = await readHistoryTable(inputs, folder);
  if (!table) return { title: 'Curves', parts: [[{ kind: 'text', text: 'This run came to no epoch.' }]] };
  const run = [{ name: folder, table }];
  const measured = table.columns.some(({ name }) => name === 'accuracy');
  return { title: 'Curves', parts: [curvesOf(run, []), ...(measured ? [curvesOf(run, ['accuracy'])] : [])] };
}

/** Letters in a line of the diagnosis, which a page shows as they stand. */
const WIDE = 100;

/** What nn diagnose says about a run. */
export async function diagnosisSection(folder: RunFolder, record: RunRecord): Promise<Section> {
  const { facts, spec } = record;
  const verdicts = facts ? diagnose(caseOf(record, facts, await folder.history())) : [];
  const none: Block = {
    kind: 'text',
    text:
      spec.options.ensemble !== undefined || spec.options.best === true
        ? 'This run is an ensemble; the diagnosis is about one network.'
        : facts
          ? noVerdict(facts)
          : 'This run has no diagnosis: it did not come to its end.',
  };
  const blocks = verdicts.flatMap((verdict) => verdictBlocks(verdict, repeatable(spec), WIDE));
  return { title: 'Diagnosis', parts: [blocks.length > 0 ? blocks : [none]] };
}

/** The layers as a table; units with their weights, and how those spread over the epochs, as pictures. */
export async function networkSection(
  files: { readonly files: Files },
  folder: string,
  model: Model,
): Promise<Section> {
  const histograms = await readHistograms(files, folder);
  const tensors = [...new Set(histograms.map(({ tensor }) => tensor))];
  const of = (name: string) => histograms.filter(({ tensor }) => tensor === name);
  return {
    title: 'Network',
    parts: [
      [layersTable(model.spec, layerCosts(model.spec))],
      ...(!model.ensemble && hasUnits(model) ? [networkChart(model, folder)] : []),
      ...tensors.map((name) => histogramsChart(of(name), folder)),
    ],
  };
}

import { fileIn } from '../inputs/runFiles.ts';
import { formatLayers } from '../network/formatLayers.ts';
import type { DataColumn, Result } from '../report/result.ts';
import {
  epochFigures,
  figuresJson,
  measured,
  testFigures,
  validationFigures,
} from '../train/epochFigures.ts';
import { errorsBlocks } from '../figures/valueErrors.ts';
import { errorsJson } from '../train/valueErrors.ts';
import { count, duration } from '../util/quantity.ts';
import { snakeCase } from '../util/snakeCase.ts';
import { RESULTS } from './search.ts';
import { resultJson, trialsTable, versusBest } from './trials.ts';
import type { Tuned } from './tune.ts';
import { overlapOf, versusSentence } from './versus.ts';

/** Rows of the table. */
const SHOWN = 15;

function columnsOf({ dimensions, ranked }: Tuned): DataColumn[] {
  return [
    ...dimensions.map(({ option }) => ({
      name: snakeCase(option),
      values: ranked.map(({ trial }) => trial[option] ?? null),
    })),
    { name: 'epochs', values: ranked.map(({ epochs }) => epochs) },
    ...[epochFigures.loss, ...validationFigures].map(({ key, column = key }) => ({
      name: column,
      values: ranked.map((result) => result[key] ?? null),
    })),
    { name: 'milliseconds', values: ranked.map(({ milliseconds }) => milliseconds) },
    { name: 'state', values: ranked.map(({ state }) => state) },
  ];
}

/**
 * What nn tune shows of a search.
 *
 * @param ms milliseconds that it took
 */
export function tunedResult(tuned: Tuned, ms: number, interrupted: boolean): Result {
  const { best, ranked, measurement, dimensions, kind, folder, modelPath, command } = tuned;
  const { tested, errors = {} } = measurement;
  const shown = ranked.slice(0, SHOWN);
  const more = ranked.length - shown.length;
  const columns = columnsOf(tuned);
  const against = versusBest(ranked, overlapOf(best.prepared.preprocessing));
  const sentence = versusSentence(against);
  return {
    blocks: () => [
      trialsTable(
        shown,
        dimensions.map(({ option }) => option),
        against,
      ),
      ...(sentence === undefined ? [] : [{ kind: 'text' as const, text: sentence }]),
      ...(more > 0
        ? [{ kind: 'text' as const, text: `and ${count(more)} more in ${fileIn(folder, RESULTS)}` }]
        : []),
      {
        kind: 'facts',
        facts: [
          ['best model', modelPath],
          ['network', formatLayers(best.prepared.setup.spec)],
          ...measured(tested, testFigures).map(
            ({ figure, value }) => [figure.label, figure.show(value)] as const,
          ),
          ['time', duration(ms)],
          ['command', command],
        ],
      },
      ...errorsBlocks(errors, best.prepared.preprocessing.target.name),
    ],
    json: () => ({
      model: modelPath,
      folder,
      search: kind,
      command,
      ...figuresJson(tested, testFigures),
      ...errorsJson(errors),
      trials: ranked.map((result, i) => resultJson(result, against[i])),
    }),
    data: { kind: 'rows', columns: columns.map(({ name }) => name), batches: () => [columns] },
    dataFormat: 'table',
    ownOutput: true,
    exitCode: interrupted ? 130 : 0,
  };
}

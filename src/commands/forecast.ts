import { unknownOption } from '../options/answering.ts';
import { integer } from '../options/define.ts';
import type { Result } from '../report/result.ts';
import { openTaskModel } from '../tasks/openModel.ts';
import { forecastSeries } from '../tasks/series/forecast.ts';
import { comparisonLine, forecastResult } from '../tasks/series/forecastResult.ts';
import { defineCommand } from './define.ts';

/** Forms that have no room for the comparison. */
const rowsAlone = new Set<string | undefined>(['csv', 'tsv', 'jsonl', 'npy']);

export const forecast = defineCommand({
  name: 'forecast',
  about:
    'Forecasts a time series: the rows after the last one of the data. A model whose horizon is shorter than the steps asked for is applied again to its own forecasts (the recursive strategy). Where the data has rows that the model was not trained on, it is measured on them beside the seasonal-naive forecast, which repeats the last season: MASE below 1 is better than that method is one season ahead on the rows before. Those rows also chose the best epoch of the training; a later file is the stricter test.',
  arguments: [
    { name: 'model', summary: 'a model of nn train --window, or the folder of its run', required: true },
    { name: 'data', summary: 'the rows so far, in order; - or nothing reads a pipe', required: false },
  ],
  options: {
    steps: integer('rows to forecast; the horizon of the model unless given', { min: 1, max: 1_000_000 }),
    season: integer(
      'steps of a season, for the comparison; from the times or the autocorrelation unless given',
      { min: 1 },
    ),
    unknown: unknownOption,
  },
  examples: [
    {
      command: 'nn train air.csv --time month --window 24 -o air.safetensors',
      says: 'a model of a monthly series',
    },
    { command: 'nn forecast air.safetensors air.csv --steps 24', says: 'the next two years' },
    {
      command: 'nn forecast air.safetensors air.csv --steps 12 --format csv | tail -n +2 >> air.csv',
      says: 'appended to the rows so far',
    },
  ],
  async run(context, { args: [modelPath, dataPath], options: { steps, season, unknown } }): Promise<Result> {
    const opened = await openTaskModel(context, modelPath);
    const forecast = await forecastSeries(context, opened, { dataPath, steps, season, unknown });
    if (forecast.comparison && rowsAlone.has(context.screen.rowFormat))
      context.screen.note(comparisonLine(forecast.comparison));
    return forecastResult(forecast);
  },
});

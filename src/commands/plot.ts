import type { Chart } from '../charts/chart.ts';
import { pageOf } from '../charts/page.ts';
import { svgOf } from '../charts/svg.ts';
import { usageError } from '../errors.ts';
import type { Json, Result } from '../report/result.ts';
import { didYouMean } from '../util/suggest.ts';
import { chartBlock } from '../figures/chartBlock.ts';
import type { Computing } from '../host/backend.ts';
import { defineCommand } from './define.ts';
import { flag, integer, text, texts } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import { pageResult } from '../figures/pageResult.ts';
import type { PlotOptions } from '../figures/plot/define.ts';
import { plotKinds } from '../figures/plot/index.ts';

/** What a chart is in a file with this extension; undefined for others. */
async function encoded(
  { machine }: Computing,
  chart: Chart,
  path: string,
  html: boolean,
): Promise<string | Uint8Array | undefined> {
  const extension = path.split('.').at(-1)?.toLowerCase();
  if (extension === 'svg') return svgOf(chart);
  if (extension === 'png') return machine.rasterize(svgOf(chart));
  return html || extension === 'html' ? pageOf(chart.title, svgOf(chart)) : undefined;
}

/** Typed arrays as plain lists. */
const asJson = (chart: Chart): Json =>
  JSON.parse(
    JSON.stringify(chart, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
    ),
  ) as Json;

async function plotted(ports: Computing, chart: Chart, html: boolean): Promise<Result> {
  const { files, global, screen } = ports;
  const { output, format } = global;
  if (output === undefined && (html || format === 'html')) {
    return pageResult(screen, pageOf(chart.title, svgOf(chart)));
  }
  const file = output === undefined ? undefined : await encoded(ports, chart, output, html);
  if (output === undefined || file === undefined) {
    return { blocks: () => [chartBlock(chart, screen)], json: () => asJson(chart) };
  }
  await files.write(output, file);
  return { blocks: () => [], json: () => ({ file: output, title: chart.title }), ownOutput: true };
}

const list = plotKinds.all.map(({ name, words, summary }) => `${name} ${words}: ${summary}`).join('\n\n');

export const plot = defineCommand({
  name: 'plot',
  about: `Draws a chart in the terminal, or with -o chart.svg, .png or .html in a file. Kinds:\n\n${list}`,
  arguments: [
    { name: 'kind', summary: plotKinds.names.join(', '), required: true },
    { name: 'words', summary: 'files or names, depending on the kind', required: false, variadic: true },
  ],
  options: {
    x: text('column along x', { placeholder: 'name' }),
    y: text('column along y', { placeholder: 'name' }),
    target: text('column of the classes', { placeholder: 'name' }),
    metric: texts('curves: what is drawn; loss unless given', { placeholder: 'name' }),
    layer: text('weights, histograms, filters, features: of which layer', { placeholder: 'name' }),
    row: integer('features: of which row, from 0; 0 unless given', { min: 0 }),
    bins: integer('histogram: number of bins', { min: 1 }),
    labels: labelsOption,
    html: flag('a page with the picture, on stdout or with -o in a file'),
  },
  examples: [
    { command: 'nn plot scatter iris.csv --x petal_length --y petal_width', says: 'two columns by class' },
    { command: 'nn plot curves runs/iris-1 runs/iris-2 --metric accuracy', says: 'two runs' },
    { command: 'nn plot boundary spiral.safetensors spiral.csv -o boundary.svg', says: 'as a picture' },
  ],
  async run(context, { args: [name, ...words], options: { html, ...o } }) {
    const kind = plotKinds.find(name);
    if (!kind) {
      throw usageError(`there is no chart "${name}"`, {
        hint: didYouMean(name, plotKinds.names),
      });
    }
    if (words.length < kind.least || words.length > kind.most) {
      throw usageError(
        `nn plot ${kind.name} takes ${kind.words}, found ${words.length === 0 ? 'nothing' : words.join(' ')}`,
        {
          hint: kind.summary,
        },
      );
    }
    const options: PlotOptions = o;
    const given = Object.entries(options).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    );
    const stray = given.find(([option]) => !kind.takes.some((taken) => taken === option));
    if (stray) {
      const takers = plotKinds.all.filter(({ takes }) => takes.some((taken) => taken === stray[0]));
      throw usageError(`nn plot ${kind.name} has no --${stray[0]}`, {
        hint: `it belongs to ${takers.map((taker) => taker.name).join(', ')}`,
      });
    }
    return plotted(context, await kind.chart(context, words, options), html);
  },
});

import { checkOneNetwork } from '../../inputs/oneNetwork.ts';
import type { Model } from '../../model/file.ts';
import type { Json } from '../../report/result.ts';
import { counted } from '../../util/plural.ts';
import type { PlotKind, PlotSample, Plotted } from './define.ts';
import { activityOf, connectionsOf, networkChart, sourceOf } from './networkChart.ts';
import { columnsOf } from './networkColumns.ts';
import type { Column } from './networkColumns.ts';
import { networkPass } from './networkPass.ts';
import type { NetworkPass } from './networkPass.ts';
import { networkTables } from './networkTable.ts';
import { digits } from '../../explain/write.ts';

/** Units that are named one by one at most. */
const NAMED = 16;

/** What dropout switches off in the first step of training. */
function dropoutNotes({ off }: NetworkPass, seed: number): string[] {
  if (off.size === 0) return ['No layer of this network is dropout, so that no unit is off in training.'];
  return Array.from(off, ([layer, units]) => {
    const crossed = units.flatMap((is, unit) => (is ? [unit] : []));
    const named = crossed.slice(0, NAMED).join(', ');
    const which = crossed.length === 0 ? '' : `: ${named}${crossed.length > NAMED ? ', …' : ''}`;
    return `${layer} switches off ${crossed.length} of ${counted(units.length, 'unit')} in the first row of the first step of training with seed ${seed}${which}.`;
  });
}

/** What the numbers of the first and of the last layer are. */
function valueNotes({ preprocessing }: Model, { values }: NetworkPass, columns: readonly Column[]): string[] {
  if (!preprocessing || !values) return [];
  const { features, target } = preprocessing;
  const scaled = features.some(
    (feature) => feature.kind === 'number' && (feature.mean !== 0 || feature.scale !== 1),
  );
  const ranked = features.some((feature) => feature.kind === 'number' && feature.quantiles);
  const bent = features.some((feature) => feature.kind === 'number' && feature.clip !== undefined);
  const how = ranked
    ? 'normal scores of the places among the quantiles'
    : bent
      ? 'u / √(1 + (u/3)²) of u = (value − median) / spread'
      : 'standardised: (value − mean) / deviation';
  const notes = scaled ? [`The inputs are ${how}.`] : [];
  const output = values.get(columns.at(-1)?.layers.at(-1) ?? '')?.[0];
  if (target.kind === 'classes' || output === undefined) return notes;
  if (target.mean === 0 && target.scale === 1) return notes;
  const answer = digits(output * target.scale + target.mean);
  return [
    ...notes,
    `In the unit of ${target.name} the output is ${digits(output)} · ${digits(target.scale)} + ${digits(target.mean)} = ${answer}.`,
  ];
}

function layerJson(columns: readonly Column[], column: Column, pass: NetworkPass): Json {
  const { role, type, layers, units, all, name, biases } = column;
  const { values, off } = activityOf(column, pass);
  const connections = connectionsOf(sourceOf(columns, column), column);
  return {
    role: role ?? null,
    type,
    layers,
    units: all,
    drawn: units ? units.map((unit) => ({ unit, name: name(unit) })) : null,
    ...(connections && { connections: { ...connections } }),
    ...(biases && { biases }),
    ...(values && { values }),
    ...(off && { switched_off: off.flatMap((is, unit) => (is ? [unit] : [])) }),
  };
}

interface Drawing {
  readonly name: string;
  readonly sample?: PlotSample | undefined;
  /** Of training, whose first step is drawn; absent: as the network predicts. */
  readonly seed?: number | undefined;
  readonly width: number;
}

/** The picture of a network with everything that is said about it. */
export function networkPicture(model: Model, { name, sample, seed, width }: Drawing): Plotted {
  // A row alone has no statistics of a batch, by which training would normalize it.
  const alone = seed !== undefined && model.spec.layers.some(({ type }) => type === 'batchnorm');
  const pass = networkPass(model, alone ? undefined : sample?.x, seed);
  const columns = columnsOf(model);
  const chart = networkChart(model, name, pass);
  return {
    title: chart.title,
    panels: [chart],
    notes: [
      ...(sample ? [sample.heading] : []),
      ...valueNotes(model, pass, columns),
      ...(seed === undefined ? [] : dropoutNotes(pass, seed)),
      ...(alone && sample
        ? ['Batch normalization takes the statistics of a whole batch in training: no values are shown.']
        : []),
    ],
    table: networkTables(columns, width),
    data: { layers: columns.map((column) => layerJson(columns, column, pass)) },
  };
}

export const network: PlotKind = {
  name: 'network',
  words: 'MODEL [DATA]',
  summary:
    'units in columns, layer by layer, joined by their weights: thick where large, dashed where negative; with DATA what every unit gives for --row; with --training what dropout switches off',
  least: 1,
  most: 2,
  takes: ['row', 'labels', 'training'],
  network: true,
  async chart(ports, words, options) {
    const { model, name, sample } = await ports.network(words, options);
    checkOneNetwork(model, `nn plot network ${words.join(' ')}`);
    const seed = options.training ? ports.global.seed : undefined;
    return networkPicture(model, { name, sample, seed, width: ports.screen.width });
  },
};

import { counted } from '../../util/plural.ts';
import { columnNamed } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import { inputError, usageError } from '../../errors.ts';
import type { GanSubject, Player } from '../../explain/gan.ts';
import { digits, factor } from '../../explain/write.ts';
import type { Context } from '../../host/context.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { Model } from '../../model/file.ts';
import type { Generates } from '../../model/generates.ts';
import { formatLayers } from '../../network/formatLayers.ts';
import { drawWeights } from '../../network/parameters.ts';
import { RandomState } from '../../util/random.ts';
import { drawLatent } from './draw.ts';
import { ganNetworks } from './networks.ts';
import { ganOptions } from './options.ts';

/** Numbers of a sample that are written out. */
const SHOWN = 8;

/** What is followed through a GAN, and how it is written. */
export interface ExplainedGan {
  readonly subject: GanSubject;
  readonly heading: string;
  /** How the numbers of the real sample became inputs. */
  readonly inputs: readonly string[];
  /** What generated numbers are in the units of the data. */
  readonly unitsOf: (generated: readonly number[]) => string[];
}

/** A network under a prefix, so that layers of two networks have different names. */
function prefixed({ spec, weights }: Player, prefix: string): Player {
  const name = (own: string) => (own === 'input' ? own : `${prefix}.${own}`);
  return {
    spec: {
      ...spec,
      layers: spec.layers.map((layer) => ({
        ...layer,
        name: name(layer.name),
        inputs: layer.inputs.map(name),
      })),
    },
    weights: new Map([...weights].map(([key, tensor]) => [`${prefix}.${key}`, tensor])),
  };
}

/** A discriminator for samples of a generator, whose weights are drawn: its file keeps the generator alone. */
function discriminatorFor(
  { screen, global }: Pick<Context, 'screen' | 'global'>,
  { spec }: Model,
  { columns, latent, shape, target }: Generates,
  layers: string | undefined,
  random: RandomState,
): Player {
  const convolutional = spec.layers.some(({ type }) => type === 'conv-transpose');
  const real = {
    x: new Float32Array(0),
    rows: 0,
    width: columns.length,
    classes: target?.classes.length ?? 0,
  };
  const { discriminator } = ganNetworks(
    { real, ...(shape && { shape }) },
    { latent, model: convolutional ? 'dcgan' : 'mlp', generator: undefined, discriminator: layers },
  );
  screen.note(
    `discriminator ${formatLayers(discriminator)}: drawn by seed ${global.seed}, as the file keeps the generator alone`,
  );
  return {
    spec: discriminator,
    weights: drawWeights(discriminator, 'auto', random, 'float64'),
  };
}

/** @throws NnError('input') where the row has no class that the generator knows */
function classOf(table: Table, { target }: Generates, row: number): number {
  if (!target) return -1;
  const text = textAt(columnNamed(table, target.name), row) ?? '';
  const at = target.classes.indexOf(text);
  if (at >= 0) return at;
  throw inputError(`row ${row} is of class "${text}", which the generator does not make`, {
    where: { source: table.source },
    hint: `it makes ${target.classes.join(', ')}`,
  });
}

/** The numbers of a real sample as the networks see them, and how they came about. */
function realSample(table: Table, { columns }: Generates, row: number) {
  const values = columns.map(({ name, mean, scale }) => {
    const column = numbersOf(table, columnNamed(table, name), 'a sample');
    const raw = column.values[row];
    const x = (raw - mean) / scale;
    return { x, line: `(${digits(raw)} − ${factor(mean)}) / ${digits(scale)} = ${digits(x)}   ${name}` };
  });
  const bad = values.findIndex(({ x }) => !Number.isFinite(x));
  if (bad >= 0)
    throw inputError(`row ${row} has no number in column "${columns[bad].name}"`, {
      where: { source: table.source },
    });
  const rest = values.length > SHOWN ? [`… and ${values.length - SHOWN} more columns`] : [];
  return {
    x: values.map(({ x }) => x),
    lines: [...values.slice(0, SHOWN).map(({ line }, i) => `x[${i}] = ${line}`), ...rest],
  };
}

/**
 * A generator, a discriminator, a row of the data as the real sample, and random numbers by the seed.
 *
 * @param layers of the discriminator, as nn gan takes them; its usual ones when absent
 * @throws NnError('input') and NnError('usage')
 */
export async function explainedGan(
  context: Context,
  { model, generates }: { readonly model: Model; readonly generates: Generates },
  dataPath: string | undefined,
  o: {
    readonly row: number;
    readonly labels: string | undefined;
    readonly discriminator: string | undefined;
  },
): Promise<ExplainedGan> {
  const { row, labels } = o;
  const { shape, columns, latent, target } = generates;
  const table = await readTable(context, dataPath ?? '-', { labels, ...(shape && { image: shape }) });
  if (row >= table.rows)
    throw usageError(`--row ${row}: found ${counted(table.rows, 'row')}, counted from 0`);
  const at = classOf(table, generates, row);
  const classes = target?.classes.length ?? 0;
  const label = Array.from({ length: classes }, (_, c) => Number(c === at));
  const { x, lines } = realSample(table, generates, row);
  const random = new RandomState(context.global.seed);
  const discriminator = discriminatorFor(context, model, generates, o.discriminator, random);
  const z = drawLatent(random, { rows: 1, latent, classes, labels: Int32Array.of(Math.max(0, at)) });
  return {
    subject: {
      generator: prefixed(model, 'generator'),
      discriminator: prefixed(discriminator, 'discriminator'),
      z: Array.from(z),
      real: x,
      labels: [label, label],
      certainty: 1 - (ganOptions.labelSmoothing.default ?? 0),
    },
    heading: `row ${row} of ${table.source} as the real sample${target ? `, ${target.name} ${target.classes[at]}` : ''}`,
    inputs: lines,
    unitsOf: (generated) =>
      columns
        .slice(0, SHOWN)
        .map(
          ({ name, mean, scale }, i) =>
            `${name} = ${digits(generated[i])} · ${digits(scale)} ${mean < 0 ? '−' : '+'} ${digits(Math.abs(mean))} = ${digits(generated[i] * scale + mean)}`,
        ),
  };
}

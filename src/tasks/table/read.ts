import { encodeTarget, fitPreprocessing, inputWidth, outputWidth } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import { sampleTable } from '../../data/sample.ts';
import type { Preprocessing, PreprocessingChoices } from '../../data/preprocessing.ts';
import { splitRows } from '../../data/split.ts';
import { inputError } from '../../errors.ts';
import { losses } from '../../losses/index.ts';
import { presets } from '../../network/presets/index.ts';
import type { Part, Windows } from '../../train/request.ts';
import { count } from '../../util/quantity.ts';
import type { RandomState } from '../../util/random.ts';
import { shellWord } from '../../util/shell.ts';
import type { Context } from '../../host/context.ts';
import { openTable } from '../../inputs/openTable.ts';
import { encodePart, sampleWeights, usableRows } from './encode.ts';
import { engineeredFacts } from '../../figures/features.ts';
import type { DataKind, Suits } from '../define.ts';
import type { TrainOptions } from '../../options/train.ts';

/** The rows of a run, encoded and divided. */
export interface Dataset {
  readonly preprocessing: Preprocessing;
  readonly train: Part | Windows;
  readonly validation: Part | undefined;
  /** Some of the training rows as they were read; absent for streamed data. */
  readonly sample: Table | undefined;
  /** As the user knows it. */
  readonly source: string;
  /** Rows of the source, those without a target included. */
  readonly rows: number;
  /** Name of the data, for the run's folder. */
  readonly name: string;
  /** SHA-256 of the data file; absent for generated and streamed data. */
  readonly digest: string | undefined;
  readonly suits: Suits;
}

/** Such as `3 columns and 2 computed ones`. */
function columnsOf({ features }: Preprocessing): string {
  const computed = features.filter(({ kind }) => kind === 'derived').length;
  const own = features.length - computed;
  if (own === 0) return `${count(computed)} computed ${computed === 1 ? 'column' : 'columns'}`;
  const columns = `${count(own)} columns`;
  return computed === 0 ? columns : `${columns} and ${computed} computed ${computed === 1 ? 'one' : 'ones'}`;
}

/** What a network for a table is like. */
export function tableSuits(
  preprocessing: Preprocessing,
  o: TrainOptions,
  { train, validation }: Pick<Dataset, 'train' | 'validation'>,
): Suits {
  const { target } = preprocessing;
  const classes = target.kind === 'classes';
  const input = preprocessing.shape ?? [inputWidth(preprocessing)];
  const [inputs, outputs] = [
    inputWidth(preprocessing),
    outputWidth(preprocessing, losses.find(o.loss)?.folds === 'sigmoid'),
  ];
  const scaled = o.standardize ?? !o.nnfs;
  const kind = classes ? `${target.classes.length} classes` : 'a number (regression)';
  const split = validation
    ? `${count(train.rows)} rows to train, ${count(validation.rows)} to validate${classes ? ', classes in proportion' : ''}`
    : `none: all ${count(train.rows)} rows train`;
  const [text] = preprocessing.features;
  if (text.kind === 'text') {
    const unit = text.tokens === 'char' ? 'characters' : 'words';
    return {
      input,
      output: [outputs],
      vocabulary: text.vocabulary.length,
      // The state behind the last token of each text; what fills it up is not read.
      layers: ({ dropout }) =>
        `${inputs},embedding:32${dropout > 0 ? `,dropout:${dropout}` : ''},lstm:32:masked,${outputs}`,
      defaults: { batchSize: 32, learningRate: 0.005, epochs: 100, patience: 10, clipNorm: 1 },
      told: [
        ['target', `${target.name}: ${kind}`],
        [
          'inputs',
          `the first ${inputs} ${unit} of ${text.name}, ${count(text.vocabulary.length - 1)} of them known`,
        ],
        ['split', split],
      ],
      words: [
        `--target ${shellWord(target.name)}`,
        `--text ${shellWord(text.name)}`,
        `--tokens ${text.tokens}`,
        `--window ${inputs}`,
      ],
    };
  }
  return {
    input,
    output: [outputs],
    layers({ model, nnfs }) {
      const preset = presets.find(model);
      if (preset) return preset.layers(input, outputs);
      // Two hidden layers of 64 learn the usual small tables well.
      return nnfs ? `${inputs},64,${outputs}` : `${inputs},64,64,${outputs}`;
    },
    told: [
      ['target', `${target.name}: ${kind}`],
      ['inputs', `${inputs} from ${columnsOf(preprocessing)}${scaled ? ', numbers standardised' : ''}`],
      ...engineeredFacts(preprocessing),
      ['split', split],
    ],
    words: [`--target ${shellWord(target.name)}`],
  };
}

/** What the options say a column of targets is. */
export const tableTask = ({ task }: TrainOptions) =>
  task === 'classification' || task === 'regression' ? task : undefined;

/** What the options say about columns; those that are named for something else are not learned from. */
export function columnChoices(o: TrainOptions): PreprocessingChoices {
  const others = [o.group, o.sampleWeight].filter((name) => name !== undefined);
  return {
    target: o.target,
    task: tableTask(o),
    standardize: o.standardize ?? !o.nnfs,
    leaveOut: [...(o.drop ?? []), ...others],
    ...(o.image && { shape: o.image }),
    ...(o.features && { derived: o.features }),
    ...(o.oneHot && { oneHot: o.oneHot }),
    ...(o.bins && { bins: o.bins }),
    ...(o.text !== undefined && { text: { name: o.text, tokens: o.tokens ?? 'word', length: o.window } }),
  };
}

/** Reads a table whole. Throws input errors. */
async function readTable(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { dtype } = context.global;
  const { table, name, digest } = await openTable(context, argument, random, o);
  const weights = o.sampleWeight === undefined ? undefined : sampleWeights(table, o.sampleWeight);
  const choices = columnChoices(o);
  // Scaling must not see validation rows, so the split comes before it; classes are needed to stratify.
  const { preprocessing: first } = fitPreprocessing(table, choices);
  const rows = usableRows(context, first, table);
  if (rows.length < 2)
    throw inputError(`found ${rows.length} rows with a target, expected at least 2`, {
      where: { source: table.source },
    });
  const labels = first.target.kind === 'classes' ? encodeTarget(first, table) : undefined;
  const split = o.nnfs
    ? { train: rows, validation: new Int32Array(0) }
    : splitRows(rows, o.validationSplit, random, labels && ((row) => labels[row]));
  const { preprocessing, notes } = fitPreprocessing(table, { ...choices, trainRows: split.train });
  for (const note of notes) context.screen.note(note);
  const part = encodePart(preprocessing, table, dtype);
  const parts = {
    train: encodePart(preprocessing, table, dtype, weights)(split.train),
    validation: split.validation.length > 0 ? part(split.validation) : undefined,
  };
  return {
    preprocessing,
    ...parts,
    sample: sampleTable(table, split.train),
    source: table.source,
    rows: table.rows,
    name,
    digest,
    suits: tableSuits(preprocessing, o, parts),
  };
}

/** Rows of a file in columns, read whole, or with --stream some at a time. */
export const table: DataKind = {
  called: 'a table',
  asked: () => true,
  refuses: ['tokens', 'window', 'horizon', 'time', 'text'],
  async read(context, argument, random, o) {
    if (!o.stream) return readTable(context, argument, random, o);
    return (await import('./stream.ts')).streamDataset(context, argument, random, o);
  },
};

/** A table of which one column of texts is learned from. */
export const texts: DataKind = {
  called: 'a column of texts',
  how: '--text',
  asked: ({ task, text }) => task !== 'language' && text !== undefined,
  refuses: [
    ...(['stream', 'image', 'features', 'oneHot', 'bins', 'standardize', 'nnfs', 'augment'] as const),
    ...(['horizon', 'time', 'model', 'watch'] as const),
  ],
  read: readTable,
};

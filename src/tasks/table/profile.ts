import { parseAugment } from '../../augment/index.ts';
import { inputColumns } from '../../data/inputColumns.ts';
import { inputWidth, outputWidth } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { engineeredFacts, readingFacts } from '../../figures/features.ts';
import { losses } from '../../losses/index.ts';
import { presets } from '../../network/presets/index.ts';
import type { TrainOptions } from '../../options/train.ts';
import { scalesNumbers } from './scaling.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import type { DataProfile, Dataset } from '../dataset.ts';

interface Parts extends Pick<Dataset, 'train' | 'validation' | 'test'> {
  /** How they were divided, where that is not usual. */
  readonly said?: string;
}

/** Options that a profile of rows depends on. */
export type ProfileOptions = Pick<TrainOptions, 'loss' | 'standardize' | 'nnfs'> &
  Partial<Pick<TrainOptions, 'model' | 'scaler'>>;

/** Such as `3 columns and 2 computed ones`. */
function columnsOf({ features }: Preprocessing): string {
  const computed = features.filter(({ kind }) => kind === 'derived').length;
  const own = features.length - computed;
  if (own === 0) return `${count(computed)} computed ${computed === 1 ? 'column' : 'columns'}`;
  const columns = counted(own, 'column');
  return computed === 0 ? columns : `${columns} and ${computed} computed ${computed === 1 ? 'one' : 'ones'}`;
}

const outputsOf = (preprocessing: Preprocessing, { loss }: ProfileOptions) =>
  outputWidth(preprocessing, losses.find(loss)?.folds === 'sigmoid');

function targetLine({ target }: Preprocessing): readonly [string, string] {
  const kind = target.kind === 'classes' ? `${target.classes.length} classes` : 'a number (regression)';
  return ['target', `${target.name}: ${kind}`];
}

/** How many rows train, validate and test. */
export function splitLine({ train, validation, test }: Parts, further = ''): readonly [string, string] {
  const held = [
    ...(validation ? [`${count(validation.rows)} to validate`] : []),
    ...(test ? [`${count(test.rows)} to test`] : []),
  ];
  return [
    'split',
    held.length > 0
      ? `${[`${counted(train.rows, 'row')} to train`, ...held].join(', ')}${further}`
      : `none: all ${counted(train.rows, 'row')} train${further}`,
  ];
}

/** The line about the split of rows that are divided by their classes unless something else is said. */
export function dividedLine({ target }: Preprocessing, parts: Parts): readonly [string, string] {
  const divided = parts.validation ?? parts.test;
  const inProportion = target.kind === 'classes' && divided ? ', classes in proportion' : '';
  return splitLine(parts, parts.said || inProportion);
}

/** What a network for a column of texts is like; undefined for other columns. */
function textProfile(preprocessing: Preprocessing, o: ProfileOptions, parts: Parts): DataProfile | undefined {
  const [text] = preprocessing.features;
  if (text.kind !== 'text') return undefined;
  const [inputs, outputs] = [inputWidth(preprocessing), outputsOf(preprocessing, o)];
  const unit = text.tokens === 'char' ? 'characters' : 'words';
  return {
    input: [inputs],
    output: [outputs],
    vocabulary: text.vocabulary.length,
    // The state after the last token of each text; the padding is not read.
    layers: ({ dropout }) =>
      `${inputs},embedding:32${dropout > 0 ? `,dropout:${dropout}` : ''},lstm:32:masked,${outputs}`,
    defaults: { batchSize: 32, learningRate: 0.005, epochs: 100, patience: 10, clipNorm: 1 },
    messages: [
      targetLine(preprocessing),
      [
        'inputs',
        `the first ${inputs} ${unit} of ${text.name}, ${count(text.vocabulary.length - 1)} of them known`,
      ],
      dividedLine(preprocessing, parts),
    ],
    options: {
      target: preprocessing.target.name,
      text: text.name,
      tokens: text.tokens,
      window: String(inputs),
    },
  };
}

/** The least and the greatest target of the training rows, where they are numbers. */
function rangeOf({ target }: Preprocessing, { train }: Parts) {
  if (target.kind !== 'values' || train.kind !== 'whole') return {};
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of train.target) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  return { range: { least, greatest } };
}

/** What a preset wants learning rate and monitor to be for such a target. */
function presetDefaults({ target }: Preprocessing, { model }: ProfileOptions) {
  const usual = presets.find(model)?.byTarget?.[target.kind];
  return usual ? { defaults: { batchSize: 256, epochs: 256, patience: 256, ...usual } } : {};
}

/** What is said of numbers by --scaler. */
const SCALED = {
  standard: 'standardised',
  robust: 'scaled by their quartiles',
  quantile: 'made normal by their quantiles',
  none: 'as they are',
} as const;

/** Whether an augmentation is for images alone. */
const needsImages = (augment: string | undefined): boolean =>
  augment !== undefined && parseAugment(augment).some(({ augmentation }) => augmentation.input === 'image');

/** What a network for the rows of a table is like. */
export function tableProfile(preprocessing: Preprocessing, o: ProfileOptions, parts: Parts): DataProfile {
  const text = textProfile(preprocessing, o, parts);
  if (text) return text;
  const [inputs, outputs] = [inputWidth(preprocessing), outputsOf(preprocessing, o)];
  const input = preprocessing.shape ?? [inputs];
  const scaled = scalesNumbers(o);
  return {
    input,
    output: [outputs],
    ...(!preprocessing.shape && { columns: inputColumns(preprocessing) }),
    ...rangeOf(preprocessing, parts),
    ...presetDefaults(preprocessing, o),
    layers({ model, nnfs, augment }) {
      const preset = presets.find(model);
      if (preset) return preset.layers(input, outputs, preprocessing.target.kind);
      // Images are moved and turned before they become rows of numbers.
      if (preprocessing.shape && needsImages(augment)) return `${input.join('x')},flatten,64,64,${outputs}`;
      // Two hidden layers of 64 learn the usual small tables well.
      return nnfs ? `${inputs},64,${outputs}` : `${inputs},64,64,${outputs}`;
    },
    messages: [
      targetLine(preprocessing),
      [
        'inputs',
        `${inputs} from ${columnsOf(preprocessing)}${scaled ? `, numbers ${SCALED[o.scaler ?? 'standard']}` : ''}`,
      ],
      ...readingFacts(preprocessing),
      ...engineeredFacts(preprocessing),
      dividedLine(preprocessing, parts),
    ],
    options: { target: preprocessing.target.name },
  };
}

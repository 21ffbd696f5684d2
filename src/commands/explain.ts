import { inputError, usageError } from '../errors.ts';
import { narrateBackward, narrateForward } from '../explain/narrate/index.ts';
import { narrateUpdates } from '../explain/narrate/update.ts';
import { equationsOf } from '../explain/equation.ts';
import { equationSection } from '../explain/equationText.ts';
import { stepJson } from '../explain/json.ts';
import { placed } from '../explain/place.ts';
import type { Asked } from '../explain/place.ts';
import { stepValues } from '../explain/step.ts';
import { updateValues } from '../explain/updates/values.ts';
import type { Learning } from '../explain/updates/values.ts';
import type { Result } from '../report/result.ts';
import { flagOf } from '../util/flag.ts';
import { didYouMean } from '../util/suggest.ts';
import { defineCommand } from './define.ts';
import { choice, integer, text } from '../options/define.ts';
import { batchOptions, placeOptions, updateOptions } from '../options/followed.ts';
import type { UpdateOptions } from '../options/followed.ts';
import { labelsOption } from '../options/labels.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import { learningOptions } from '../options/train/learning.ts';
import type { Context } from '../host/context.ts';
import { openModel } from '../inputs/modelFile.ts';
import { explainedGan } from '../tasks/gan/explained.ts';
import { ganResult } from '../explain/ganResult.ts';
import { ganOptions } from '../tasks/gan/options.ts';
import { checkOneNetwork } from '../inputs/oneNetwork.ts';
import { isJsonNetwork, isNetworkFile, networkArguments } from '../inputs/network.ts';
import { networkSamples, networkShape } from '../runs/networkModel.ts';
import type { ModelAndData } from '../runs/networkModel.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { lossOf } from '../tasks/openSamples.ts';
import { chooseOptimizer } from '../train/choose.ts';
import { firstBatch } from '../runs/firstBatch.ts';
import { batchResult } from '../explain/batchResult.ts';
import type { Penalty } from '../network/spec.ts';
import { planResult } from '../figures/network/plan.ts';
import type { Given } from '../options/define.ts';
import { shellWord } from '../util/shell.ts';

const KINDS = ['forward', 'backward', 'step', 'batch', 'plan'];

/**
 * How a step learns, by the options.
 *
 * @param usual penalties of the training, where nothing else is said
 */
function learningOf(o: UpdateOptions, usual: Partial<Penalty> = {}): Learning {
  const { optimizer, settings, weightDecay } = chooseOptimizer(o);
  const { l1, l2 = o.training ? (usual.l2 ?? 0) : 0 } = o;
  return {
    optimizer,
    settings,
    weightDecay,
    learningRate: o.learningRate ?? optimizer.learningRate,
    steps: o.steps,
    ...((o.training || l1 > 0 || l2 > 0) && { penalty: { l1, l2 } }),
  };
}

/** The generator in a model file of nn gan; undefined for other files and where an option names the network. */
async function generatorOf(context: Context, path: string | undefined) {
  if (path === undefined || !(await isNetworkFile(context.files, path)) || isJsonNetwork(path))
    return undefined;
  const model = await openModel(context, path);
  return model.generates && { model, generates: model.generates };
}

/** @throws NnError('usage') for an unknown part, and for options of another one */
function checkPart(part: string, given: Given): void {
  if (!KINDS.includes(part))
    throw usageError(`nn explain: there is no part "${part}"`, {
      hint: /[./]/.test(part)
        ? `nn explain forward ${shellWord(part)} DATA; or ${KINDS.slice(1).join(', ')}`
        : didYouMean(part, KINDS),
    });
  const misplaced = Object.keys(batchOptions).find((key) => key in given);
  if (part !== 'batch' && misplaced !== undefined)
    throw usageError(`${flagOf(misplaced)} is for nn explain batch`, {
      hint: `nn explain ${part} follows one row`,
    });
}

/** What the options say about the row that is followed, and how much of it is shown. */
interface RowOptions extends NetworkSourceOptions, UpdateOptions, Asked {
  readonly row: number;
  readonly units: number;
  readonly target: string | undefined;
  readonly loss: string;
  readonly labels: string | undefined;
}

/** One row forwards, backwards, or through a whole step. */
async function followedRow(
  context: Context,
  part: string,
  given: ModelAndData,
  o: RowOptions,
): Promise<Result> {
  const { model, samples } = await networkSamples(context, given, {
    ...o,
    targetOptional: part === 'forward',
  });
  const words = [given.path, given.data].filter((word) => word !== undefined);
  checkOneNetwork(model, ['nn explain', part, ...words].join(' '));
  const { count, unit, source, labelled } = samples;
  if (o.row >= count)
    throw usageError(
      `--row ${o.row}: there ${count === 1 ? `is 1 ${unit[0]}` : `are ${count} ${unit[1]}`}, counted from 0`,
    );
  if (!labelled.includes(o.row))
    throw inputError(`${unit[0]} ${o.row} has no value in its target`, { where: { source } });
  const { x, target } = samples.encode(Int32Array.of(o.row));
  const { spec, weights } = model;
  if (o.training && spec.layers.some(({ type }) => type === 'mean-members'))
    throw usageError('--training: each member answers for itself in training, and one answer is followed', {
      hint: 'leave out --training to follow the loss of the average',
    });
  const training = o.training ? { seed: context.global.seed } : undefined;
  const subject = { spec, weights, loss: lossOf(model), x, target, training };
  const values = stepValues(subject);
  const { heading, inputs, answer: wanted } = samples.describe(o.row);
  const { detail: place, answer } = placed(values, wanted, o);
  const detail = { ...place, units: o.units };
  const learning = learningOf(o);
  const updates = part === 'step' || learning.penalty ? updateValues(subject, learning) : undefined;
  return {
    blocks: () => [
      { kind: 'heading', text: heading },
      inputs,
      ...(part === 'backward' ? [] : narrateForward(values, answer, detail, updates?.all[0])),
      ...(part === 'forward' && o.layer === undefined ? equationSection(equationsOf(model)) : []),
      ...(part === 'forward' ? [] : narrateBackward(values, answer, detail)),
      ...(part === 'step' && updates ? narrateUpdates(updates, answer, detail) : []),
    ],
    json: () => stepJson(values, answer, part === 'step' ? updates : undefined),
  };
}

export const explain = defineCommand({
  name: 'explain',
  about:
    'Follows one row through a training step with every number: forward the weighted sums, activations and the loss; backward the chain rule layer by layer, each gradient beside the numerical gradient; step both, the update of the weights by an optimizer, and the loss after it. All in float64 by the reference kernels, in inference mode: without dropout and penalties, batch normalization by its running statistics (--training: as training does it); the model is not changed. --format markdown gives the formulas as LaTeX, --json all arrays whole.',
  arguments: [
    {
      name: 'part',
      words: KINDS,
      summary:
        'forward, backward or step of a row; batch: rows in batches, their order, and the update by the first; plan: the kernel calls of one prediction',
      required: true,
    },
    {
      name: 'model',
      summary: 'a model file, a run or network.json; left out with --layers, --model or --weights',
      required: false,
    },
    {
      name: 'data',
      summary: 'rows with their target, a series or a text; - or nothing reads a pipe',
      required: false,
    },
  ],
  options: {
    row: integer('which row, window of a series or passage of a text, from 0', { default: 0, min: 0 }),
    units: integer('how many units of a layer, and weights of a unit, are written out', {
      default: 3,
      min: 1,
    }),
    layer: text('only this layer', { placeholder: 'name' }),
    unit: integer('with --layer: only this unit of it, from 0', { min: 0 }),
    ...placeOptions,
    target: text('what the network should have answered, of rows without a target', {
      placeholder: 'value',
    }),
    loss: choice(
      'loss; that of the training, or the usual one, unless given',
      learningOptions.loss.choices ?? [],
      {
        default: 'auto',
      },
    ),
    labels: labelsOption,
    ...networkSourceOptions,
    discriminator: {
      ...ganOptions.discriminator,
      summary: 'of a model of nn gan: layers of the discriminator, auto,128,128,1',
      group: 'Network',
    },
    ...updateOptions,
    ...batchOptions,
  },
  examples: [
    {
      command: 'nn explain step iris.safetensors iris.csv --row 0',
      says: 'a whole training step of one flower',
    },
    { command: 'nn explain forward m.safetensors data.csv --units 100', says: 'all sums' },
    { command: 'nn explain step m.safetensors data.csv --layer dense2 --unit 7', says: 'one unit' },
    {
      command: 'nn explain step m.safetensors data.csv --format markdown',
      says: 'for a notebook, with LaTeX',
    },
    {
      command: 'nn explain batch iris.csv --layers auto,8,auto --batch-size 16',
      says: 'how training takes the rows, and what the first batch makes of the weights',
    },
    {
      command: "nn explain step '[1, 2, 3, 2.5]' --layers 4,3,1 --target 1",
      says: 'a network that is not trained, and any row',
    },
  ],
  async run(context, { args: [part, ...words], options: o, given: said }): Promise<Result> {
    checkPart(part, said);
    const training = o.training ? { seed: context.global.seed } : undefined;
    if (part === 'batch') {
      const batch = await firstBatch(context, words, o, said);
      return batchResult(
        { ...batch, subject: { ...batch.subject, training } },
        learningOf(o, batch.penalty),
        o,
      );
    }
    const given = networkArguments(words, o);
    if (part === 'plan' && given.path !== undefined && given.data !== undefined)
      throw usageError(`nn explain plan takes no data, found "${given.data}"`, {
        hint: 'the plan is the same for every row',
      });
    if (part === 'plan') return planResult((await networkShape(context, given, o)).spec);
    const generator = await generatorOf(context, given.path);
    if (generator) {
      if (part !== 'step')
        throw usageError(
          `nn explain ${part}: a model of nn gan learns from random numbers and from another network`,
          {
            hint: `nn explain step ${shellWord(given.path ?? 'model')} ${shellWord(given.data ?? 'data.csv')} follows both through one step`,
          },
        );
      const followed = await explainedGan(context, generator, given.data, o);
      return ganResult({ ...followed, subject: { ...followed.subject, training } }, learningOf(o), o);
    }
    return followedRow(context, part, given, o);
  },
});

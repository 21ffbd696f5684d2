import type { Context } from '../host/context.ts';
import {
  describedNetwork,
  isJsonNetwork,
  networkOption,
  networkText,
  openNetwork,
  storedModel,
} from '../inputs/network.ts';
import type { KnownRows, MaybeTrained } from '../inputs/network.ts';
import { openRows, shapesOf } from '../inputs/rows.ts';
import type { GivenRows } from '../inputs/rows.ts';
import { losses } from '../losses/index.ts';
import type { Model } from '../model/file.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import type { OpenedModel, Task } from '../tasks/define.ts';
import { taskOf } from '../tasks/index.ts';
import { openedPlain } from '../tasks/plain/opened.ts';
import { modelSamples } from '../tasks/openSamples.ts';
import { openTaskModel } from '../tasks/openModel.ts';
import { chooseLoss } from '../train/choose.ts';
import { plainSamples } from '../tasks/plain/samples.ts';
import type { Samples } from '../tasks/samples.ts';
import { untrainedModel } from './untrained.ts';

/** A network and what it reads. */
export interface ModelAndSamples {
  readonly model: Model;
  readonly samples: Samples;
}

/** MODEL DATA as they were given, either of which may be missing. */
export interface ModelAndData {
  readonly path: string | undefined;
  readonly data: string | undefined;
}

/** What options say about network, rows and loss. */
export interface SampleChoices extends NetworkSourceOptions {
  readonly labels?: string | undefined;
  /** What the network was to answer, of rows without a column of targets. */
  readonly target?: string | undefined;
  /** The target of a row does not matter, and may be missing. */
  readonly targetless?: true;
  /** The target of a row may be missing, but is read where it stands behind the inputs. */
  readonly targetOptional?: boolean;
  /** Name of a loss, or `auto`. */
  readonly loss?: string | undefined;
}

const given = (loss: string | undefined) => (loss === 'auto' ? undefined : loss);

const defined = <T extends Record<string, unknown>>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>;

/** An untrained network for a table with a target, as nn train would begin with it; undefined where the rows are plain numbers. */
async function forTable(
  context: Context,
  { path, data }: ModelAndData,
  o: SampleChoices,
): Promise<Model | undefined> {
  const layers = isJsonNetwork(path) ? path : o.layers;
  const named = layers !== undefined || o.model !== undefined;
  if (!named || o.weights.length > 0 || data === undefined || data === '-') return undefined;
  const rows = await openRows(context, data);
  if (rows.kind === 'array') return undefined;
  const { labels, loss, target } = o;
  // --target names a column of the data, as in nn train, or says what a row has none for.
  if (target !== undefined && !rows.table.columns.some(({ name }) => name === target)) return undefined;
  return untrainedModel(context, data, { ...o, layers }, defined({ labels, target, loss: given(loss) }));
}

/** What rows say about their network: those of an array may have their targets behind the inputs. */
function knownOf(rows: GivenRows, { target, targetless }: SampleChoices): Pick<KnownRows, 'input' | 'rows'> {
  const { input, rows: all } = shapesOf(rows);
  return target === undefined && !targetless ? { input } : { input, rows: all };
}

/** A network for rows of plain numbers, with its loss. */
async function forRows(
  context: Context,
  path: string | undefined,
  o: SampleChoices,
  rows: GivenRows | undefined,
): Promise<Model> {
  const loss = given(o.loss);
  const model = await openNetwork(context, path, o, {
    ...(rows && knownOf(rows, o)),
    outputActivation: loss === undefined ? undefined : losses.get(loss).folds,
  });
  return loss === undefined ? model : { ...model, loss };
}

/**
 * The network that an argument or options name. Where the data is a table with a target, an untrained one is that of `nn train DATA
 * --epochs 0`.
 *
 * @param data whose rows say how many inputs there are; undefined where there are none
 * @throws NnError('input') and NnError('usage')
 */
export async function networkModel(
  context: Context,
  { path, data }: ModelAndData,
  o: SampleChoices,
): Promise<Model> {
  const untrained = await forTable(context, { path, data }, o);
  if (untrained) return untrained;
  const rows =
    data === undefined || networkOption(o) === undefined ? undefined : await openRows(context, data);
  return forRows(context, path, { ...o, targetless: true }, rows);
}

/**
 * As networkModel, but without weights for a network that has none yet: they may be many.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function networkShape(
  context: Context,
  given: ModelAndData,
  o: SampleChoices,
): Promise<MaybeTrained> {
  return given.data === undefined
    ? describedNetwork(context, given.path, o)
    : networkModel(context, given, o);
}

/** A model file, where one is named; undefined where the network has to be made for the rows. */
async function storedReader(
  context: Context,
  path: string | undefined,
  o: SampleChoices,
): Promise<Model | undefined> {
  const model = await storedModel(context, path, o);
  // It reads no rows, and says so.
  if (model?.generates) await openTaskModel(context, path ?? o.weights[0]);
  return model;
}

/**
 * A network as an argument or options name it, and rows with what it was to answer.
 *
 * @param data a pipe when undefined
 * @throws NnError('input') and NnError('usage')
 */
export async function networkSamples(
  context: Context,
  { path, data }: ModelAndData,
  o: SampleChoices,
): Promise<ModelAndSamples> {
  const opened = (await forTable(context, { path, data }, o)) ?? (await storedReader(context, path, o));
  const loss = given(o.loss);
  const targetless = o.targetless ?? (o.targetOptional ? true : undefined);
  if (opened?.preprocessing) {
    const model =
      loss === undefined ? opened : { ...opened, loss: chooseLoss(loss, opened.preprocessing).name };
    const { labels, target } = o;
    const known = { path: path ?? '', model, preprocessing: opened.preprocessing };
    return {
      model,
      samples: await modelSamples(context, known, data, {
        labels,
        targetless,
        target: target === opened.preprocessing.target.name ? undefined : target,
      }),
    };
  }
  const rows = await openRows(context, data);
  const model = opened
    ? { ...opened, ...(loss !== undefined && { loss }) }
    : await forRows(context, path, o, rows);
  return { model, samples: plainSamples(context, model, rows, { ...o, targetless }) };
}

/**
 * A network with the task that it learned, for rows that it is to answer: one that knows no columns takes those of the rows.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function openTaskNetwork(
  context: Context,
  { path, data }: ModelAndData,
  o: NetworkSourceOptions,
): Promise<OpenedModel & { readonly task: Task }> {
  const model = await networkModel(context, { path, data }, o);
  const name = path ?? networkText(o);
  const { preprocessing } = model;
  if (preprocessing) return { path: name, model, preprocessing, task: taskOf(preprocessing, name) };
  if (model.generates) return openTaskModel(context, path ?? o.weights[0]);
  const named = data !== undefined && data !== '-';
  return openedPlain(model, name, named ? await openRows(context, data) : undefined);
}

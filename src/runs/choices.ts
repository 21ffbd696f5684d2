import { VALIDATION_SHARE } from '../data/split.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parametersOf } from '../network/parameters.ts';
import { leastBatch } from '../train/leastBatch.ts';
import { measure } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import { withPreset } from '../options/preset.ts';
import { printSpec, repeatable, valuesOf } from '../options/spec.ts';
import type { GivenOptions, RunSpec } from '../options/spec.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Prepared } from './decide.ts';
import { counted } from '../util/plural.ts';
import { visible, withoutEndlessWords } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';

/** The command that spells out every choice, and what else was given. */
function inFull(
  spec: RunSpec,
  { setup, layers, lossName, profile, validation }: Prepared,
  o: TrainOptions,
): string {
  const { options: given } = repeatable(spec);
  const options: GivenOptions = withPreset(given);
  const chosen: GivenOptions = {
    ...profile.options,
    ...(o.drop !== undefined && { drop: o.drop.join(',') }),
    ...(o.labels !== undefined && { labels: o.labels }),
    layers,
    loss: lossName,
    optimizer: setup.optimizer,
    learningRate: String(setup.learningRate),
    ...(setup.schedule !== 'constant' && { schedule: setup.schedule }),
    batchSize: Number.isFinite(setup.batchSize) ? String(setup.batchSize) : 'full',
    epochs: String(setup.epochs),
    l2: String(setup.penalty.l2 ?? 0),
    ...(setup.ema !== undefined && { ema: String(setup.ema) }),
    ...(setup.augment !== undefined && { augment: setup.augment }),
    // What divides the rows otherwise stands among the options that were given.
    ...(o.validation === undefined &&
      o.split === undefined &&
      (o.ensemble === undefined || o.validationSplit !== undefined) && {
        validationSplit: String(o.nnfs ? 0 : (o.validationSplit ?? (validation ? VALIDATION_SHARE : 0))),
      }),
    earlyStopping: String(setup.patience),
    ...(setup.monitor && { monitor: setup.monitor.metric }),
    seed: String(setup.seed),
  };
  return printSpec({
    source: spec.source ?? '-',
    options: { ...chosen, ...without(options, { ...chosen, model: '' }) },
  });
}

/** Options that are not among others. */
const without = (options: GivenOptions, others: GivenOptions): GivenOptions =>
  Object.fromEntries(Object.entries(options).filter(([key]) => !(key in others)));

/** A choice on stderr: what it is about, and what was chosen. */
export function noteLine({ screen }: Pick<Context, 'screen'>, label: string, text: string): void {
  for (const line of hanging(label.padEnd(12), visible(withoutEndlessWords(text)), screen.noteWidth))
    screen.note(line);
}

/**
 * One line on stderr for each choice, and the command that spells them out.
 *
 * @param folds whether each of several networks validates on rows of its own
 */
export function noteChoices(
  context: Pick<Context, 'screen'>,
  spec: RunSpec,
  prepared: Prepared,
  folds = false,
): void {
  const { setup, train, validation, lossName, profile } = prepared;
  const o = valuesOf(spec);
  const say = (label: string, text: string) => noteLine(context, label, text);
  for (const [label, text] of profile.messages) say(label, text);
  const members = o.ensemble === undefined ? '' : `${o.ensemble} × `;
  say(
    'network',
    `${members}${formatLayers(setup.spec)} (${members}${counted(parametersOf(setup.spec).size, 'parameter')})`,
  );
  const joined =
    leastBatch(setup.spec) > 1 && train.rows > setup.batchSize && train.rows % setup.batchSize === 1;
  const last = joined ? ` (the last of ${setup.batchSize + 1})` : '';
  const batch = Number.isFinite(setup.batchSize) ? `batches of ${setup.batchSize}${last}` : 'full batch';
  say(
    'learning',
    `${lossName}, ${setup.optimizer} at ${setup.learningRate}, ${batch}, up to ${counted(setup.epochs, 'epoch')}`,
  );
  if (train.kind === 'whole' && train.weights) {
    const { weights } = train;
    say(
      'weights',
      `rows count from ${measure(weights.reduce((a, b) => Math.min(a, b)))} to ${measure(weights.reduce((a, b) => Math.max(a, b)))}, 1 on average`,
    );
  }
  if (setup.schedule !== 'constant') say('schedule', setup.schedule);
  if (setup.augment !== undefined) say('augment', `${setup.augment}, on training rows only`);
  if (setup.ema !== undefined)
    say('average', `of the weights, decay ${setup.ema}: validated and kept; training loss is of the weights`);
  if (setup.patience > 0)
    say(
      'stopping',
      `${counted(setup.patience, 'epoch')} after the best ${setup.monitor?.metric ?? 'loss'} on the ${validation ? 'validation rows' : folds ? 'fold of each member' : 'training rows'}, whose weights are kept`,
    );
  if (!o.nnfs) context.screen.note(`command     ${inFull(spec, prepared, o)}`);
  context.screen.note('');
}

import { formatLayers } from '../network/formatLayers.ts';
import { parametersOf } from '../network/parameters.ts';
import { count, measure } from '../util/quantity.ts';
import { shellWord } from '../util/shell.ts';
import type { Context } from '../host/context.ts';
import { globalOptions } from '../options/globals.ts';
import { trainOptions } from '../options/train.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Prepared } from './decide.ts';

const talk = new Set([
  '--ascii',
  '--quiet',
  '--verbose',
  '--json',
  '--force',
  '--output',
  '--run',
  '--history',
  '--color',
  '--watch',
]);

/** What else was asked for: options that the choices do not spell out. */
function otherWords(argv: readonly string[], told: readonly string[]): string[] {
  const known = new Set(told.map((word) => word.split(' ')[0]));
  const others: string[] = [];
  argv.forEach((word, i) => {
    const [flag, value] = word.split('=');
    if (!flag.startsWith('--') || known.has(flag) || talk.has(flag)) return;
    const name = flag.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const spec = Object.entries({ ...trainOptions, ...globalOptions }).find(([key]) => key === name)?.[1];
    if (!spec || spec.kind === 'flag') others.push(word);
    else others.push(`${flag} ${shellWord(value ?? argv[i + 1])}`);
  });
  return others;
}

/** One line on stderr for each choice, and the command that spells them out. */
export function tellChoices(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
  { setup, train, layers, lossName, profile }: Prepared,
): void {
  for (const [label, text] of profile.messages) context.screen.note(`${label.padEnd(12)}${text}`);
  context.screen.note(
    `network     ${formatLayers(setup.spec)} (${count(parametersOf(setup.spec).size)} parameters)`,
  );
  const batch = Number.isFinite(setup.batchSize) ? `batches of ${setup.batchSize}` : 'full batch';
  context.screen.note(
    `learning    ${lossName}, ${setup.optimizer} at ${setup.learningRate}, ${batch}, up to ${count(setup.epochs)} epochs`,
  );
  if ('weights' in train && train.weights) {
    const { weights } = train;
    context.screen.note(
      `weights     rows count from ${measure(weights.reduce((a, b) => Math.min(a, b)))} to ${measure(weights.reduce((a, b) => Math.max(a, b)))}, 1 on average`,
    );
  }
  if (setup.schedule !== 'constant') context.screen.note(`schedule    ${setup.schedule}`);
  if (setup.augment !== undefined) context.screen.note(`augment     ${setup.augment}, on training rows only`);
  if (setup.patience > 0)
    context.screen.note(
      `stopping    ${setup.patience} epochs after the best${setup.monitor ? ` ${setup.monitor.metric}` : ''} on the validation rows, whose weights are kept`,
    );
  const words = [
    'nn train',
    shellWord(argument ?? '-'),
    ...profile.options,
    ...(o.drop === undefined ? [] : [`--drop ${shellWord(o.drop.join(','))}`]),
    ...(o.labels === undefined ? [] : [`--labels ${shellWord(o.labels)}`]),
    `--layers ${shellWord(layers)}`,
    `--loss ${lossName}`,
    `--optimizer ${setup.optimizer}`,
    `--learning-rate ${setup.learningRate}`,
    ...(setup.schedule === 'constant' ? [] : [`--schedule ${setup.schedule}`]),
    `--batch-size ${Number.isFinite(setup.batchSize) ? setup.batchSize : 'full'}`,
    `--epochs ${setup.epochs}`,
    `--l2 ${setup.penalty.l2 ?? 0}`,
    ...(setup.augment === undefined ? [] : [`--augment ${setup.augment}`]),
    `--validation-split ${o.nnfs ? 0 : o.validationSplit}`,
    `--early-stopping ${setup.patience}`,
    `--seed ${context.global.seed}`,
  ];
  words.push(...otherWords(context.argv, words));
  if (!o.nnfs) context.screen.note(`in full     ${words.join(' ')}`);
  context.screen.note('');
}

import { camelCase } from '../util/snakeCase.ts';

/** How a model was made, by names as JSON has them; for people and for repeating it. */
export type TrainingFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What 0.1.0 stored, in order. */
const early = [
  ...['data', 'rows', 'seed', 'optimizer', 'learning_rate', 'epochs', 'best_epoch'],
  ...['loss', 'val_loss', 'val_accuracy'],
];

/** Facts whose names in 0.1.0 were not just those of today in camelCase. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['val_loss', 'validationLoss'],
  ['val_accuracy', 'validationAccuracy'],
]);
const earlyName = (name: string) => otherNames.get(name) ?? camelCase(name);
const names = new Map(early.map((name) => [earlyName(name), name]));

/** Facts by the names of today; those of 0.1.0 have others. Facts of others keep their names. */
export const presentFacts = (facts: TrainingFacts): TrainingFacts =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [names.get(name) ?? name, fact]));

/** Facts as 0.1.0 stored them, for runs that began in it: their models stay what they were to the bit. */
export const earlyFacts = (facts: TrainingFacts): TrainingFacts =>
  Object.fromEntries(early.filter((name) => name in facts).map((name) => [earlyName(name), facts[name]]));

import type { OptionSpecs } from '../options/define.ts';
import { trainOptions } from '../options/train.ts';
import type { TrainOptions } from '../options/train.ts';

/** Which options ask for which task; a table is what no other is. Those before are asked first. */
export const selects = {
  language: ({ task }: TrainOptions): boolean => task === 'language',
  reconstruction: ({ task }: TrainOptions): boolean => task === 'reconstruction',
  text: ({ text }: TrainOptions): boolean => text !== undefined,
  series: ({ window, horizon, time }: TrainOptions): boolean =>
    [window, horizon, time].some((given) => given !== undefined),
  table: (): boolean => true,
} as const;

/** Name of a task. */
export type TaskName = keyof typeof selects;

const specs: OptionSpecs = trainOptions;

/** Whether an option of nn train applies to a task. */
export const applies = (option: string, task: string): boolean => specs[option].tasks?.includes(task) ?? true;

/** Options that were given, or differ from what they are otherwise. */
const given = (o: TrainOptions): string[] =>
  Object.entries(o).flatMap(([name, value]) =>
    (Array.isArray(value) ? value.length > 0 : value !== specs[name].default) ? [name] : [],
  );

/** The first option that was given and does not go with a task. */
export const strayOption = (o: TrainOptions, task: string): string | undefined =>
  given(o).find((option) => !applies(option, task));

/** Name of the task that these options ask for. */
export function taskNameFor(o: TrainOptions): TaskName {
  const names = Object.keys(selects) as TaskName[];
  return names.find((name) => selects[name](o)) ?? 'table';
}

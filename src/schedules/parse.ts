import { usageError } from '../errors.ts';
import { splitName } from '../util/fieldText.ts';
import type { Schedule } from './define.ts';
import { schedules } from './index.ts';

/**
 * Reads `cosine`, `cosine:warmup=5`, `step:every=30,factor=0.5`, `exponential:0.95`, …
 * @throws {NnError} a usage error for another name or value
 */
export function parseSchedule(text: string): Schedule {
  const whole = text.trim();
  const [name, rest = ''] = splitName(whole);
  return schedules.get(name).build(rest, whole);
}

/**
 * The schedule of a run from --schedule and --lr-decay: constant when neither is given.
 * @throws {NnError} a usage error for both, because each says what the rate is
 */
export function chooseSchedule(text: string | undefined, decay: number): Schedule {
  if (text === undefined) return parseSchedule(decay > 0 ? `1/t:${decay}` : 'constant');
  if (decay === 0) return parseSchedule(text);
  throw usageError('--schedule and --lr-decay exclude each other', {
    hint: `--lr-decay ${decay} is --schedule 1/t:${decay}`,
  });
}

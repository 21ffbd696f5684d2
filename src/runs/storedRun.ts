import type { RunRecord } from '../inputs/runRecord.ts';
import type { Prepared } from './decide.ts';
import { asEarly } from './earlyRun.ts';

/** A stored run as it began, whatever would be chosen today: its epoch, and its average of weights or none. */
export function asStored({ early, setup: { ema } }: RunRecord, read: Prepared): Prepared {
  const prepared = early ? asEarly(read) : read;
  const { ema: _, ...setup } = prepared.setup;
  return { ...prepared, setup: { ...setup, ...(typeof ema === 'number' && { ema }) } };
}

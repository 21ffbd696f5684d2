import { eventFileHead, eventFileName, scalarEvent } from '../formats/tfevents.ts';
import { epochFigures, measured } from '../train/epochFigures.ts';
import type { Epoch } from '../train/events.ts';

/** What is recorded, training and validation next to each other. */
const recorded = (
  ['loss', 'validationLoss', 'accuracy', 'validationAccuracy', 'penalty', 'learningRate'] as const
).map((key) => epochFigures[key]);

/**
 * A whole event file for the epochs so far.
 *
 * @param began seconds since 1970 at which the run began; epochs are spread over the time since then
 */
export function eventFile(
  epochs: readonly Epoch[],
  began: number,
  seconds: number,
): { name: string; data: Uint8Array } {
  const parts = [
    eventFileHead(began),
    ...epochs.map((epoch, i) => {
      const scalars = measured(epoch, recorded).map(({ figure, value }) => [figure.tag, value] as const);
      const wallTime = began + (seconds * (i + 1)) / epochs.length;
      return scalarEvent({ wallTime, step: epoch.epoch }, Object.fromEntries(scalars));
    }),
  ];
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { name: eventFileName(began), data };
}

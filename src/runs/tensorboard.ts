import { eventFileHead, eventFileName, scalarEvent } from '../formats/tfevents.ts';
import type { Epoch } from '../train/events.ts';

/** Tags under which TensorBoard shows the figures of an epoch; training and validation share a chart's heading. */
const tags = {
  loss: 'loss/train',
  validationLoss: 'loss/validation',
  accuracy: 'accuracy/train',
  validationAccuracy: 'accuracy/validation',
  regularizationLoss: 'loss/regularization',
  learningRate: 'learning rate',
} as const satisfies Partial<Record<keyof Epoch, string>>;

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
      const scalars = Object.entries(tags).flatMap(([key, tag]) => {
        const value = epoch[key as keyof typeof tags];
        return value === undefined ? [] : [[tag, value] as const];
      });
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

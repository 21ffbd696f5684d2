import { sparkline } from '../charts/sparkline.ts';
import type { Epoch, FitRequest } from '../train/request.ts';
import { count, duration, measure, percent } from '../util/quantity.ts';
import type { Context } from './context.ts';

/** Progress of a training: a live block on a terminal, a line for every nth epoch elsewhere. */
export interface Progress {
  epoch(epoch: Epoch): void;
  done(): void;
}

function describe(epoch: Epoch): string {
  const parts = [
    `loss ${measure(epoch.loss)}`,
    ...(epoch.accuracy === undefined ? [] : [`accuracy ${percent(epoch.accuracy)}`]),
    ...(epoch.validationLoss === undefined ? [] : [`val loss ${measure(epoch.validationLoss)}`]),
    ...(epoch.validationAccuracy === undefined ? [] : [`val accuracy ${percent(epoch.validationAccuracy)}`]),
  ];
  return parts.join('  ');
}

function bar(share: number, width: number): string {
  const full = Math.round(share * width);
  return '━'.repeat(full) + '─'.repeat(width - full);
}

/** @param line the book's log line instead of ours */
export function progress(
  context: Context,
  request: FitRequest,
  every: number | undefined,
  line?: (epoch: Epoch) => string,
): Progress {
  const { epochs, train } = request;
  const began = context.now();
  if (!context.interactive || line) {
    const step = every ?? Math.max(1, Math.ceil(epochs / 20));
    return {
      epoch(epoch) {
        if (epoch.epoch % step !== 0) return;
        context.note(
          line?.(epoch) ?? `epoch ${String(epoch.epoch).padStart(String(epochs).length)}  ${describe(epoch)}`,
        );
      },
      done() {},
    };
  }
  const live = context.live();
  const losses: number[] = [];
  const validation: number[] = [];
  return {
    epoch(epoch) {
      losses.push(epoch.dataLoss);
      if (epoch.validationLoss !== undefined) validation.push(epoch.validationLoss);
      const elapsed = context.now() - began;
      const done = (epoch.epoch + 1) / epochs;
      const speed = ((epoch.epoch + 1) * train.rows * 1000) / Math.max(1, elapsed);
      const width = Math.max(20, Math.min(60, context.width - 18));
      live.update([
        `${bar(done, 30)} epoch ${epoch.epoch + 1}/${epochs}`,
        describe(epoch),
        `learning rate ${measure(epoch.learningRate)}  ${count(speed)} samples/s  ${duration((elapsed / done) * (1 - done))} left at most`,
        `loss      ${sparkline(losses, width)}`,
        ...(validation.length > 0 ? [`val loss  ${sparkline(validation, width)}`] : []),
      ]);
    },
    done: () => live.done(),
  };
}

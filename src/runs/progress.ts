import { sparkline } from '../charts/sparkline.ts';
import type { Text } from '../report/result.ts';
import type { Epoch, Tick } from '../train/events.ts';
import { historyFigures, measured } from '../train/epochFigures.ts';
import { count, duration, measure } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import { barWidth, progressBar } from '../util/progressBar.ts';

/** Progress of a training: a live block on a terminal, a line for every nth epoch elsewhere. */
export interface Progress {
  epoch(epoch: Epoch): void;
  tick(tick: Tick): void;
  /** Shows at once what was shown last, with a picture of this moment. */
  again(): void;
  done(): void;
}

function describe(epoch: Epoch): string {
  return measured(epoch)
    .map(({ figure, value }) => `${figure.short} ${figure.show(value)}`)
    .join('  ');
}

/** An epoch for another program, by the names of history.csv. */
const asJson = (epoch: Epoch, monitor: string | undefined) =>
  JSON.stringify({
    epoch: epoch.epoch,
    ...Object.fromEntries(
      historyFigures(epoch, monitor).map(({ figure, column }) => [column, epoch[figure.key]]),
    ),
    best: epoch.best,
  });

/** How progress is reported. */
export interface Reporting {
  /** Every nth epoch; some twenty lines unless given. */
  readonly every: number | undefined;
  /** A JSON object on a line for every epoch. */
  readonly json?: boolean;
  /** The metric that decides about the best epoch, where it is measured for that alone. */
  readonly monitor?: string | undefined;
  /** The book's log line instead of ours. */
  readonly line?: ((epoch: Epoch) => string) | undefined;
  /** A picture for the live block in place of the curves. */
  readonly picture?: ((anew: boolean) => readonly Text[]) | undefined;
}

/** Progress as a line now and then. */
function linesOf(
  { screen }: Pick<Context, 'screen'>,
  epochs: number,
  { every, json = false, monitor, line }: Reporting,
): Progress {
  const step = every ?? (json ? 1 : Math.max(1, Math.ceil(epochs / 20)));
  const text = (epoch: Epoch) =>
    line?.(epoch) ?? `epoch ${String(epoch.epoch).padStart(String(epochs).length)}  ${describe(epoch)}`;
  return {
    epoch(epoch) {
      if (epoch.epoch % step === 0) screen.note(json ? asJson(epoch, monitor) : text(epoch));
    },
    tick() {},
    again() {},
    done() {},
  };
}

export function progress(
  context: Context,
  { epochs, rows: all }: { readonly epochs: number; readonly rows: number },
  { every, json = false, monitor, line, picture }: Reporting,
): Progress {
  const began = context.clock.now();
  if (!context.screen.interactive || (line && !picture) || json)
    return linesOf(context, epochs, { every, json, monitor, line });
  const live = context.screen.live();
  const losses: number[] = [];
  const validation: number[] = [];
  let lines: readonly string[] = [];
  let last = [0, 0];
  const show = (epoch: number, rows: number, atOnce = false) => {
    last = [epoch, rows];
    const elapsed = context.clock.now() - began;
    const done = Math.max(1e-9, (epoch + rows / all) / epochs);
    const speed = ((epoch * all + rows) * 1000) / Math.max(1, elapsed);
    const block = [
      `${progressBar(done, barWidth(context.screen.width))} epoch ${epoch + (rows > 0 && rows < all ? 1 : 0)}/${epochs}`,
      `${count(speed)} samples/s  ${duration((elapsed / done) * (1 - done))} left at most`,
      ...lines,
      ...(picture?.(atOnce) ?? []),
    ];
    live.update(block, atOnce);
  };
  const curves = ({ learningRate }: Epoch) => {
    const width = Math.max(10, Math.min(60, context.screen.width - 18));
    return [
      `learning rate ${measure(learningRate)}`,
      `loss      ${sparkline(losses, width)}`,
      ...(validation.length > 0 ? [`val loss  ${sparkline(validation, width)}`] : []),
    ];
  };
  return {
    epoch(epoch) {
      losses.push(epoch.loss);
      if (epoch.validationLoss !== undefined) validation.push(epoch.validationLoss);
      lines = [describe(epoch), ...(picture ? [] : curves(epoch))];
      show(epoch.epoch + 1, 0);
    },
    tick: ({ epoch, row }) => show(epoch, row),
    again: () => show(last[0], last[1], true),
    done: () => live.done(),
  };
}

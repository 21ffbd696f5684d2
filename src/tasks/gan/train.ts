import type { Clock } from '../../host/clock.ts';
import type { Screen } from '../../host/screen.ts';
import type { Gan, GanEpoch } from '../../train/gan.ts';
import { duration, measure } from '../../util/quantity.ts';

/** Milliseconds of training before the screen and Ctrl-C get their turn. */
const TURN = 30;

const describe = (epoch: GanEpoch) =>
  `discriminator loss ${measure(epoch.discriminatorLoss)}  generator loss ${measure(epoch.generatorLoss)}  D(real) ${epoch.real.toFixed(2)}  D(fake) ${epoch.fake.toFixed(2)}`;

/** How a GAN is trained. */
export interface GanCourse {
  /** Every nth epoch is shown; twenty lines in all unless given. */
  readonly logEvery?: number | undefined;
  /** Epochs that were done before. */
  readonly before?: readonly GanEpoch[] | undefined;
  /** Milliseconds between two calls of `save`. */
  readonly saveEvery?: number | undefined;
  readonly save?: ((history: readonly GanEpoch[]) => Promise<void>) | undefined;
}

/**
 * Trains until the epochs are done or the user stops it; shows each epoch on a terminal, every nth one
 * elsewhere.
 *
 * @param epochs in all, those before included
 */
export async function trainGan(
  { clock, screen }: { readonly clock: Clock; readonly screen: Screen },
  gan: Gan,
  epochs: number,
  {
    logEvery = Math.max(1, Math.ceil(epochs / 20)),
    before = [],
    saveEvery = Infinity,
    save = async () => {},
  }: GanCourse = {},
): Promise<{ history: GanEpoch[]; interrupted: boolean }> {
  clock.interrupt.heed();
  const history: GanEpoch[] = [...before];
  const live = screen.interactive ? screen.live() : undefined;
  let paused = clock.now();
  let saved = paused;
  const began = paused;
  try {
    while (history.length < epochs) {
      const epoch = gan.epoch();
      history.push(epoch);
      const left = ((clock.now() - began) / (history.length - before.length)) * (epochs - history.length);
      if (live) live.update([`epoch ${history.length}/${epochs}  ${duration(left)} left`, describe(epoch)]);
      else if (epoch.epoch % logEvery === 0)
        screen.note(`epoch ${String(epoch.epoch).padStart(String(epochs).length)}  ${describe(epoch)}`);
      if (clock.now() - saved >= saveEvery) {
        await save(history);
        saved = clock.now();
      }
      if (clock.now() - paused < TURN) continue;
      await clock.pause();
      paused = clock.now();
      if (clock.interrupt.requested) return { history, interrupted: true };
    }
    return { history, interrupted: false };
  } finally {
    live?.done();
  }
}

/** The epochs as CSV, a row for each. */
export function ganHistoryCsv(history: readonly GanEpoch[]): string {
  const lines = history.map(({ epoch, discriminatorLoss, generatorLoss, real, fake }) =>
    [epoch, discriminatorLoss, generatorLoss, real, fake].join(','),
  );
  return `${['epoch,discriminator_loss,generator_loss,d_real,d_fake', ...lines].join('\n')}\n`;
}

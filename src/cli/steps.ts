import type { Live, Steps } from '../host/screen.ts';
import type { Text } from '../report/result.ts';
import { barWidth, progressBar } from '../util/progressBar.ts';
import { count, duration } from '../util/quantity.ts';

/** Milliseconds of work before anything is said of it, and between two looks at the clock. */
const SECOND = 1000;
/** Milliseconds in which nothing was done yet. */
const AT_ONCE = 20;

/** What is counted. */
export interface Work {
  /** `fold`, `reading iris.csv`. */
  readonly what: string;
  /** How much there is; undefined where nobody knows. */
  readonly total?: number | undefined;
  /** How much of it, in words: `3/5`. */
  readonly show?: ((done: number, total: number | undefined) => string) | undefined;
}

const counts = (done: number, total: number | undefined) =>
  total === undefined ? count(done) : `${count(done)}/${count(total)}`;

/**
 * Progress of work that may be long: nothing for a second, then a line with the time that is left, kept up to date.
 *
 * @param open makes the block that the line stands in
 */
export function stepsOf(
  { what, total, show = counts }: Work,
  { open, now, width }: { readonly open: () => Live; readonly now: () => number; readonly width: number },
): Steps {
  const began = now();
  let live: Live | undefined;
  let done = 0;
  /** How much was done before: of a search that is resumed. */
  let first: number | undefined;
  /** When that much was done. */
  let then = began;
  let below: readonly Text[] = [];
  const draw = () => {
    const elapsed = now() - began;
    if (elapsed < SECOND) return;
    live ??= open();
    const share = total === undefined || total === 0 ? undefined : done / total;
    const here = done - (first ?? 0);
    const left =
      total === undefined || here <= 0
        ? duration(elapsed)
        : `${duration(Math.max(0, ((then - began) / here) * (total - done) - (now() - then)))} left`;
    const bar = share === undefined ? '' : `${progressBar(share, barWidth(width))} `;
    live.update([`${bar}${what} ${show(done, total)}  ${left}`, ...below]);
  };
  // A process that has nothing else to do does not wait for it.
  const timer = setInterval(draw, SECOND);
  timer.unref();
  return {
    at(reached, lines = []) {
      if (reached !== done) then = now();
      first ??= now() - began < AT_ONCE ? reached : 0;
      done = reached;
      below = lines;
      draw();
    },
    done() {
      clearInterval(timer);
      live?.done();
    },
  };
}

/** What shows nothing. */
export const noSteps: Steps = { at() {}, done() {} };

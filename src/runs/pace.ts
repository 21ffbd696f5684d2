import type { Clock } from '../host/clock.ts';
import type { Key, Screen } from '../host/screen.ts';
import { duration } from '../util/quantity.ts';

/** Milliseconds that an epoch waits, from full speed to the slowest. */
const WAITS = [0, 50, 100, 200, 400, 800, 1600] as const;
/** Milliseconds between two looks at whether it goes on. */
const LOOK = 30;

/** How fast a training that is watched runs, as keys say it. */
export class Pace {
  readonly #clock: Clock;
  #paused = false;
  #steps = false;
  #speed = 0;
  #idle = 0;
  #stopped = false;
  #heard = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The user wants what there is. */
  get stopped(): boolean {
    return this.#stopped;
  }

  press(key: Key): void {
    if (key === 'q') this.#stopped = true;
    else if (key === 'space') {
      this.#paused = !this.#paused;
      this.#steps = false;
    } else if (key === 'right') {
      this.#paused = true;
      this.#steps = true;
    } else if (key === 'plus') this.#speed = Math.max(0, this.#speed - 1);
    else this.#speed = Math.min(WAITS.length - 1, this.#speed + 1);
  }

  /** What the keys do, in a line of at most `width` columns where that is possible; none where nobody hears them. */
  lines(width: number): string[] {
    if (!this.#heard) return [];
    const wait = WAITS[this.#speed];
    const state = this.#paused ? 'paused' : wait === 0 ? '' : `waits ${duration(wait)}`;
    const first = `space ${this.#paused ? 'go on' : 'pause'}`;
    const long = `${first} · → epoch · + faster · − slower · q stop, keep best${state && ` · ${state}`}`;
    return [long.length < width ? long : `${first}  → step  +− speed  q stop`];
  }

  /** Does some work while keys are heard. */
  async heeding<T>(screen: Pick<Screen, 'keys'>, work: () => Promise<T>): Promise<T> {
    const leave = await screen.keys((key) => this.press(key));
    this.#heard = leave !== undefined;
    try {
      return await work();
    } finally {
      leave?.();
    }
  }

  /** The clock of the training, which stands while it waits. */
  clock(): Clock {
    return { ...this.#clock, now: () => this.#clock.now() - this.#idle };
  }

  /**
   * Waits for as long as the keys say.
   *
   * @param epoch one has ended; else it is in the middle of one
   * @param redraw is called when it waits, and when a key changed something
   */
  async wait(epoch: boolean, redraw: () => void): Promise<void> {
    if (epoch) this.#steps = false;
    const began = this.#clock.now();
    const goesOn = () => this.#stopped || this.#clock.interrupt.requested;
    const waits = () =>
      this.#paused ? !this.#steps : epoch && this.#clock.now() - began < WAITS[this.#speed];
    let shown: string | undefined;
    while (!goesOn() && waits()) {
      const line = `${this.#paused} ${this.#speed}`;
      if (line !== shown) redraw();
      shown = line;
      await this.#clock.pause(LOOK);
    }
    this.#idle += this.#clock.now() - began;
  }
}

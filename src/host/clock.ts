/** The user's wish to stop, by Ctrl-C, a kill of a batch system, or closing the terminal. */
export interface Interrupt {
  /** True as soon as it was said; the command finishes its step and stops. */
  readonly requested: boolean;
  /**
   * From now on there is something to lose, and the command asks for `requested`. Before, and when it is said a second
   * time, the program ends at once.
   */
  heed(): void;
}

/** Time, and the user's wish to stop. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** ISO date of today, for run records. */
  today(): string;
  /**
   * Lets the event loop run, so that Ctrl-C and the screen are served between steps.
   *
   * @param ms at least; as short as possible unless given
   */
  pause(ms?: number): Promise<void>;
  readonly interrupt: Interrupt;
}

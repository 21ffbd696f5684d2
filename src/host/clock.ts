/** Time, and the user's wish to stop. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** ISO date of today, for run records. */
  today(): string;
  /** Lets the event loop run, so that Ctrl-C and the screen are served between steps. */
  pause(): Promise<void>;
  /**
   * True as soon as the user pressed Ctrl-C once; the command finishes its step and stops. A second Ctrl-C
   * ends at once.
   */
  readonly interrupt: { readonly requested: boolean };
}

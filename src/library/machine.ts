/** Milliseconds on a monotonic clock. */
export const now = (): number => performance.now();

/** Lets other work of the thread run: timers, events, the screen. */
export const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

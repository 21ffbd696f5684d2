/** Milliseconds between two looks at the clock after which the process may have stood still. */
const GAP = 2000;
/** Milliseconds between two looks at the time of the processor, which cost more. */
const SAMPLE = 200;

/** What a clock is made of: milliseconds, which may never go back, and those that processors worked for this process. */
interface Times {
  readonly passed: () => number;
  readonly worked: () => number;
}

/** Milliseconds of a clock that is never set; `performance` is a part of Node.js that would be loaded for it. */
export function milliseconds(): number {
  const [seconds, rest] = process.hrtime();
  return seconds * 1e3 + rest / 1e6;
}

const machineTimes: Times = {
  passed: milliseconds,
  worked() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * A monotonic clock in milliseconds, which a clock of the machine that is set does not move. It stands while the
 * process is stopped (Ctrl-Z, SIGSTOP), so that limits and rates go by the time in which it could work.
 */
export function steadyClock({ passed, worked }: Times = machineTimes): () => number {
  let last = passed();
  let sample = { at: last, worked: worked() };
  let stood = 0;
  return () => {
    const now = passed();
    const gap = now - last;
    if (gap >= GAP) {
      const used = worked() - sample.worked;
      // Who waits for others, or shares a busy machine, works a little.
      if (used < gap / 10 + SAMPLE) stood += gap - Math.min(gap, used);
    }
    if (now - sample.at >= SAMPLE) sample = { at: now, worked: worked() };
    last = now;
    return now - stood;
  };
}

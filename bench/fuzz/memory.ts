import { openSync, readFileSync, writeSync } from 'node:fs';

let forgetting: number | undefined;

/**
 * The most memory that this process has taken since `forgetPeak`, in bytes. Only Linux forgets; elsewhere it is the most since
 * the process began.
 */
export function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes = '0'] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
  return Number(kilobytes) * 1024;
}

export function forgetPeak(): void {
  if (process.platform !== 'linux') return;
  forgetting ??= openSync('/proc/self/clear_refs', 'w');
  writeSync(forgetting, '5');
}

/** Collects garbage where node was started with --expose-gc. */
export const collectGarbage = (): void => globalThis.gc?.();

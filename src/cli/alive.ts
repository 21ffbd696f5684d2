import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { shortHash } from '../util/shortHash.ts';
import { errno } from './errno.ts';

/** This machine, in four letters that may stand in a file's name. */
export const hostTag = (): string => shortHash(hostname()).slice(0, 4);

/** What the system says of a process: its state in a letter, and when it began; undefined where it cannot be asked. */
function statusOf(pid: number): { readonly state: string; readonly start: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { state: fields[0], start: `${boot} ${fields[19]}` };
  } catch {
    return undefined;
  }
}

/**
 * When a process began, as the system counts it; undefined where it cannot be asked. With it a process is told from a
 * later one of the same id.
 */
export const startOf = (pid: number): string | undefined => statusOf(pid)?.start;

/** Whether a process of this machine still works; one that began at another time is another one. */
export function isAlive(pid: number, start?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errno(error) === 'ESRCH') return false;
  }
  const now = statusOf(pid);
  // A zombie is killed, and only waits to be counted.
  if (now?.state === 'Z') return false;
  return start === undefined || now === undefined || now.start === start;
}

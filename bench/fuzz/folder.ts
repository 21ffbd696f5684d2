import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where folders for a while are made: in memory where there is such a place. */
const MEMORY = '/dev/shm';
export const temporary = (): string => (existsSync(MEMORY) ? MEMORY : tmpdir());

let made: string | undefined;

/** A folder of this process for files that have to be files; it goes with the process. */
export function scratchFolder(): string {
  if (made !== undefined) return made;
  // What started this process removes its folder, however it ends.
  made = process.env.NN_FUZZ_FOLDER ?? mkdtempSync(path.join(temporary(), 'nn-fuzz-'));
  if (process.env.NN_FUZZ_FOLDER === undefined) process.on('exit', removeScratchFolder);
  return made;
}

export function removeScratchFolder(): void {
  if (made === undefined) return;
  rmSync(made, { recursive: true, force: true });
  made = undefined;
}

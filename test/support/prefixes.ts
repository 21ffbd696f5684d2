import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Statement } from './parseShell.ts';
import type { Outcome } from './shell.ts';
import { sharedFolder } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/**
 * Number of statements up to the first that trains a model; 0 when none does, or when nothing comes after it.
 */
export function trainingPrefix(statements: readonly Statement[]): number {
  const trains = statements.findIndex(({ segments }) =>
    segments.some((segment) => segment.kind === 'nn' && ['train', 'gan'].includes(segment.argv[0])),
  );
  return trains + 1 < statements.length ? trains + 1 : 0;
}

/**
 * Beginnings that several command lines have in common. All begin in an untouched copy of fixtures/, so that
 * the same text leaves the same files.
 */
export function sharedPrefixes(lines: readonly (readonly Statement[])[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const statements of lines) {
    const count = trainingPrefix(statements);
    if (count === 0) continue;
    const { before } = statements[count - 1];
    (seen.has(before) ? twice : seen).add(before);
  }
  return twice;
}

interface Stored {
  readonly outcome: Outcome;
  /** False when it changed what was there, which is not replayed. */
  readonly replays: boolean;
}

/**
 * Runs the beginning of a command line once for all workers, and gives every other case what it left: files
 * and texts.
 *
 * @param workspace an untouched copy of fixtures/
 */
export async function runShared(
  text: string,
  workspace: Workspace,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const place = path.join(
    sharedFolder('models'),
    createHash('sha256').update(text).digest('hex').slice(0, 16),
  );
  const lock = `${place}.lock`;
  const result = path.join(place, 'result.json');
  while (!existsSync(result)) {
    try {
      mkdirSync(lock);
    } catch {
      // Another worker is at it.
      await setTimeout(10);
      continue;
    }
    const outcome = await run();
    const making = `${place}.making`;
    const stored: Stored = { outcome, replays: workspace.untouched() };
    mkdirSync(path.join(making, 'files'), { recursive: true });
    if (stored.replays) {
      for (const name of workspace.created())
        cpSync(path.join(workspace.folder, name), path.join(making, 'files', name), { recursive: true });
    }
    writeFileSync(path.join(making, 'result.json'), JSON.stringify(stored));
    renameSync(making, place);
    rmdirSync(lock);
    return outcome;
  }
  const { outcome, replays } = JSON.parse(readFileSync(result, 'utf8')) as Stored;
  if (!replays) return run();
  const files = path.join(place, 'files');
  for (const name of readdirSync(files))
    cpSync(path.join(files, name), path.join(workspace.folder, name), {
      recursive: true,
      preserveTimestamps: true,
    });
  return outcome;
}

import { inputError, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { outputOf } from '../options/spec.ts';
import type { GivenOptions } from '../options/spec.ts';

/** A file that run.json names, and what its content was. */
interface Named {
  readonly path: string;
  readonly sha256: string | undefined;
}

/** Whether a path leads out of the current folder. */
export function leadsOut(path: string): boolean {
  if (/^(?:[/\\~]|[a-z]:)/i.test(path)) return true;
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** Files that are read when a run is repeated: data, further rows, and a network that stands in a file. */
function readBy({ spec: { source, options }, data }: RunRecord): Named[] {
  const { validation, test, layers } = options;
  const named = [
    { path: source, sha256: data.sha256 },
    { path: validation, sha256: data.validation?.sha256 },
    { path: test, sha256: data.test?.sha256 },
    { path: typeof layers === 'string' && layers.endsWith('.json') ? layers : undefined, sha256: undefined },
  ];
  return named.flatMap(({ path, sha256 }) =>
    typeof path === 'string' && path !== '-' ? [{ path, sha256 }] : [],
  );
}

/** Files outside of its folder that a run writes, as its options say. */
export const writtenBy = (options: GivenOptions): string[] =>
  [outputOf({ source: undefined, options }), options.history].filter(
    (path): path is string => typeof path === 'string' && path !== '-',
  );

/** Whether a file has the content that a run began with: then it tells whoever made the run nothing new. */
async function isKnown({ files }: Context, { path, sha256 }: Named): Promise<boolean> {
  if (sha256 === undefined) return false;
  const source = await files.open(path, { digest: true });
  // A device or a pipe may never end.
  if (source.size === undefined && !source.folder) return false;
  if (source.folder)
    for (const file of await source.folder.files()) await (await source.folder.open(file)).bytes();
  else for await (const _ of source.chunks());
  return source.digest?.() === sha256;
}

/**
 * Says which files a stored run reads and writes, and refuses those that whoever made its folder may have chosen: to be
 * written outside of the folder, or to be read outside of the current folder unless their content is what the run
 * began with.
 *
 * @param writes files that it writes besides its folder, named by run.json and not by the command line
 * @throws NnError('usage') unless `trusted`
 */
export async function checkTrust(
  context: Context,
  record: RunRecord,
  {
    into,
    writes,
    trusted,
  }: { readonly into: string; readonly writes: readonly string[]; readonly trusted: boolean },
): Promise<void> {
  const reads = readBy(record);
  const names = reads.map(({ path }) => path);
  context.screen.note(
    `reads       ${names.length === 0 ? 'no files' : names.join(', ')}; writes ${[into, ...writes].join(', ')}`,
  );
  if (trusted) return;
  if (writes.length > 0)
    throw usageError(`run.json says that this run writes ${writes.join(' and ')}, outside of its folder`, {
      hint: '--trust allows it where the run is yours; -o and --history name other files',
    });
  for (const named of reads) {
    if (!leadsOut(named.path) || (await isKnown(context, named))) continue;
    throw inputError(
      'run.json names this file outside of the current folder, and it is not known to be what the run began with',
      { where: { source: named.path }, hint: '--trust reads it where the run is yours' },
    );
  }
}

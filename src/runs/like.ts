import type { Context } from '../host/context.ts';
import type { Given } from '../options/define.ts';
import { overlaid } from '../options/origin.ts';
import type { Origin } from '../options/origin.ts';
import { originLine, repeatable } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import { RunFolder } from './folder.ts';
import { checkTrust } from './trust.ts';

/** What nn train was given. */
interface Asked {
  /** The data, where some is named. */
  readonly argument: string | undefined;
  readonly given: Given;
  readonly origins: readonly Origin[];
}

/**
 * A run with the options of another one, and its data unless other data is named. What is given now replaces them; a file of
 * arguments gives only how it is shown, and on what it runs.
 *
 * @param path folder of the other run
 * @throws NnError('input') when it is not the folder of a run, and for files that its run.json may not name
 */
export async function likeRun(
  context: Context,
  path: string,
  { argument, given, origins }: Asked,
): Promise<RunSpec> {
  const record = await new RunFolder(context.files, path, context.global).record();
  const { like: _, trust, ...now } = given;
  const stored = repeatable(record.spec);
  const all = overlaid(stored.options, now);
  const own = { source: path, options: all.kept };
  // Files that are named now are those of whoever calls.
  const taken = Object.fromEntries(all.kept.map((key) => [key, all.given[key]]));
  const reads = { source: argument === undefined ? stored.source : undefined, options: taken };
  await checkTrust(
    context,
    { ...record, spec: reads },
    { into: 'a new run', writes: [], trusted: trust === true },
  );
  const line = originLine(own, all.given);
  if (line !== undefined) context.screen.note(line);
  return { source: argument ?? stored.source, options: all.given, origins: [own, ...origins] };
}

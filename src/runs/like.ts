import type { Context } from '../host/context.ts';
import type { Given } from '../options/define.ts';
import { originLine, overlaid } from '../options/origin.ts';
import type { Origin } from '../options/origin.ts';
import { repeatable } from '../options/spec.ts';
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
 * A run with the options of another one, and its data unless other data is named. Options of the command line replace
 * them; those of a file of arguments count where neither has them.
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
  const { like: _, trust, ...asked } = given;
  const fromFile = new Set(origins.flatMap(({ options }) => options));
  const entries = Object.entries(asked);
  const now = Object.fromEntries(entries.filter(([key]) => !fromFile.has(key)));
  const before = Object.fromEntries(entries.filter(([key]) => fromFile.has(key)));
  const stored = repeatable(record.spec);
  const above = overlaid(stored.options, now);
  const all = overlaid(before, above.given);
  const taken = Object.fromEntries(above.kept.map((key) => [key, above.given[key]]));
  const source = argument ?? stored.source;
  const reads = { source: argument === undefined ? source : undefined, options: taken };
  await checkTrust(
    context,
    { ...record, spec: reads },
    { into: 'a new run', writes: [], trusted: trust === true },
  );
  const own = { source: path, options: above.kept };
  const line = originLine(own, all.given);
  if (line !== undefined) context.screen.note(line);
  return {
    source,
    options: all.given,
    origins: [
      own,
      ...origins.map((one) => ({ ...one, options: one.options.filter((key) => all.kept.includes(key)) })),
    ],
  };
}

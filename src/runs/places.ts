import { usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { outputOf, valuesOf } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import type { Resumed } from './resume.ts';

/**
 * Checks before an hour of work that everything may be written. A resumed run writes its own files anew, and
 * no others.
 *
 * @throws NnError('usage') for a file that exists, and for options that need a run folder where there is none
 */
export async function checkPlaces(
  context: Context,
  spec: RunSpec,
  resumed: Resumed | undefined,
): Promise<void> {
  const o = valuesOf(spec);
  const output = outputOf(spec);
  const replaces = (path: string) => ({ replace: resumed?.own.has(path) ?? false });
  if (output !== undefined) await checkModelPath(context, output, replaces(output));
  if (o.history !== undefined && o.history !== '-')
    await context.files.checkWritable(o.history, replaces(o.history));
  for (const name of ['tensorboard', 'histograms'] as const) {
    if (!o[name] || output === undefined || o.run !== undefined) continue;
    throw usageError(`--${name} writes into the run folder, and with -o there is none`, {
      hint: '--run FOLDER names one',
    });
  }
}

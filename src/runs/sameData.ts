import type { RunRecord } from '../inputs/runRecord.ts';
import type { Dataset } from '../tasks/dataset.ts';

/** A file of a run that is not what it was. */
interface ChangedFile {
  readonly source: string;
  /** SHA-256 */
  readonly was: string;
  readonly is: string | undefined;
}

/** The first file of a run that has another content than when it was recorded; undefined where all are the same. */
export function changedFile(
  { sha256, validation, test }: RunRecord['data'],
  { digest, source, further = [] }: Pick<Dataset, 'digest' | 'source' | 'further'>,
): ChangedFile | undefined {
  const now = (option: string) => further.find((file) => file.option === option);
  const files = [
    { was: sha256, is: digest, source },
    { was: validation?.sha256, is: now('validation')?.digest, source: validation?.source ?? '' },
    { was: test?.sha256, is: now('test')?.digest, source: test?.source ?? '' },
  ];
  for (const { was, is, source: name } of files)
    if (was !== undefined && was !== is) return { source: name, was, is };
  return undefined;
}

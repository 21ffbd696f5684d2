import type { Preprocessing } from '../../data/preprocessing.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { Reading } from '../define.ts';
import type { Samples } from '../samples.ts';
import { rowInputs } from '../table/samples.ts';

/**
 * Rows of a file as samples whose targets are the rows themselves.
 *
 * @throws NnError('input')
 */
export async function readReconstructed(
  reading: Pick<Reading, 'files' | 'global'>,
  preprocessing: Preprocessing,
  dataPath: string,
  labels: string | undefined,
): Promise<Samples> {
  const table = await readTable(reading, dataPath, { labels, as: preprocessing, unknownTold: true });
  const inputs = rowInputs(preprocessing, table);
  return {
    source: table.source,
    count: table.rows,
    unit: ['row', 'rows'],
    labelled: Int32Array.from({ length: table.rows }, (_, i) => i),
    encode(rows) {
      const x = inputs.encode(rows);
      return { x, target: x };
    },
    describe: (row) => ({
      heading: `row ${row} of ${table.source}: made again`,
      inputs: inputs.describe(row),
      answer: { text: 'the row again' },
    }),
  };
}

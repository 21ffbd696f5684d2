import type { Format } from '../define.ts';
import { latin1Text } from '../../util/latin1.ts';

/** The mark of a file, that of the first version of Feather, or a stream that begins with its schema. */
function isArrow(head: Uint8Array): boolean {
  const text = latin1Text(head.subarray(0, 6));
  if (text === 'ARROW1' || text.startsWith('FEA1')) return true;
  const [a, b, c, d, , , high, highest] = head;
  // A continuation mark and a length that is no larger than schemas are.
  return (a & b & c & d) === 0xff && high === 0 && highest === 0;
}

/** Arrow's IPC format, file and stream, and Feather, which is the former; read by flechette. */
export const arrow: Format = {
  name: 'arrow',
  extensions: ['arrow', 'arrows', 'feather', 'ipc'],
  sniff: isArrow,
  async read(source) {
    const { readArrow } = await import('./read.ts');
    return { kind: 'table', table: await readArrow(source) };
  },
  async *batches(source, options) {
    const { arrowBatches } = await import('./read.ts');
    yield* arrowBatches(source, options);
  },
};

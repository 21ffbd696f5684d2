import { expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { persistent } from '../../src/plan/plan.ts';
import { adviceFor } from '../../src/runtime/advice.ts';
import { Runtime, referenceBackend } from '../../src/runtime/runtime.ts';

const GIGABYTE = 2 ** 30;
const specOf = (layers: string) => parseLayers(layers, { activation: 'relu', outputActivation: 'linear' });

/** What is said where something does not fit; nothing is taken before. */
function refused(reserve: () => unknown): string {
  try {
    reserve();
  } catch (error) {
    if (error instanceof NnError) return `${error.kind}: ${error.message} | ${error.hint}`;
    throw error;
  }
  return 'it fits';
}

it('weights that alone are too large', () =>
  expect(refused(() => new Runtime(specOf('100000,100000'), referenceBackend('float32')))).toMatch(
    /^usage: the network needs \d+\.\d GiB of memory, more than the 4\.0 GiB that can be used \| what does not depend/,
  ));

it('rows that do not fit: how many do, and how all can be read', () => {
  const runtime = new Runtime(specOf('4,3'), referenceBackend('float32'));
  const rows = 300_000_000;
  const said = refused(() => runtime.reserveRows(rows, [persistent('x', [rows, 4])]));
  expect(said).toContain('needs 4.5 GiB of memory');
  expect(said).toContain(
    '268,435,448 of the 300,000,000 rows fit; an NPY file is read in windows with --stream',
  );
  expect(268_435_448 * 16).toBeLessThanOrEqual(4 * GIGABYTE);
});

it('batches that do not fit: one that does', () => {
  const advise = adviceFor(16_000);
  expect(advise({ fixed: GIGABYTE, scratch: 16 * GIGABYTE })).toContain('try --batch-size 2048');
  expect(advise({ fixed: 5 * GIGABYTE, scratch: GIGABYTE })).toContain('fewer units');
});

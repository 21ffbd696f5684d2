import type { FittedBaseline } from '../baselines/fit.ts';
import { fromBase64, toBase64 } from '../util/base64.ts';
import { readStored, unfitStored } from '../util/stored.ts';
import type { StoredPlace } from '../util/stored.ts';
import { baselinesSchema } from './storedParts.ts';

/** Baselines as JSON: their numbers are float32 as base64, the lowest byte first. */
export const baselinesText = (fitted: readonly FittedBaseline[]): string =>
  JSON.stringify(
    fitted.map(({ name, parameters, rows }) => {
      const view = new DataView(new ArrayBuffer(parameters.length * 4));
      for (let i = 0; i < parameters.length; i++) view.setFloat32(i * 4, parameters[i], true);
      return { name, numbers: toBase64(new Uint8Array(view.buffer)), ...(rows !== undefined && { rows }) };
    }),
  );

/**
 * Reads the baselines of a model file.
 *
 * @throws NnError('input')
 */
export function parseBaselines(text: string, place: StoredPlace): FittedBaseline[] {
  return readStored(baselinesSchema, text, place).map(({ numbers, ...more }, i) => {
    const bytes = fromBase64(numbers);
    if (!bytes || bytes.length % 4 !== 0)
      throw unfitStored(place, `[${i}].numbers: expected base64 of numbers of four bytes each`);
    const view = new DataView(bytes.buffer);
    const parameters = Float64Array.from({ length: bytes.length / 4 }, (_, at) =>
      view.getFloat32(at * 4, true),
    );
    return { ...more, parameters };
  });
}

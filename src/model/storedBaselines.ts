import type { FittedBaseline } from '../baselines/fit.ts';
import { fromBase64, toBase64 } from '../util/base64.ts';
import { isRecord } from '../util/guards.ts';

/** Baselines as JSON: their numbers are float32 as base64, the lowest byte first. */
export const baselinesText = (fitted: readonly FittedBaseline[]): string =>
  JSON.stringify(
    fitted.map(({ name, parameters, rows }) => {
      const view = new DataView(new ArrayBuffer(parameters.length * 4));
      for (let i = 0; i < parameters.length; i++) view.setFloat32(i * 4, parameters[i], true);
      return { name, numbers: toBase64(new Uint8Array(view.buffer)), ...(rows !== undefined && { rows }) };
    }),
  );

/** Reads the baselines of a model file; undefined when they cannot be understood. */
export function parseBaselines(text: string): FittedBaseline[] | undefined {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) return undefined;
  const found = value.map((entry: unknown): FittedBaseline | undefined => {
    if (!isRecord(entry) || typeof entry.name !== 'string' || typeof entry.numbers !== 'string')
      return undefined;
    const bytes = fromBase64(entry.numbers);
    if (!bytes || bytes.length % 4 !== 0) return undefined;
    const view = new DataView(bytes.buffer);
    const parameters = Float64Array.from({ length: bytes.length / 4 }, (_, i) =>
      view.getFloat32(i * 4, true),
    );
    const { name, rows } = entry;
    return { name, parameters, ...(typeof rows === 'number' && { rows }) };
  });
  const whole = found.filter((one) => one !== undefined);
  return whole.length === found.length ? whole : undefined;
}

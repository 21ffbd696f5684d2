import { describe, expect, it } from 'vitest';
import type { NnError } from '../../src/errors.ts';
import { registry } from '../../src/util/registry.ts';

const [swish, tanh] = [{ name: 'silu', aliases: ['swish'] }, { name: 'tanh' }];
const functions = registry('activation', [swish, tanh], ['auto']);

describe('a registry', () => {
  it('finds by name and by alias', () => {
    expect(functions.find('tanh')).toBe(tanh);
    expect(functions.get('swish')).toBe(swish);
    expect(functions.find('than')).toBeUndefined();
  });

  it('keeps the order of the help', () => {
    expect(functions.names).toEqual(['silu', 'tanh']);
    expect(functions.all).toEqual([swish, tanh]);
  });

  it.each([
    ['tahn', 'did you mean "tanh"?'],
    ['swihs', 'did you mean "swish"?'],
    ['auot', 'did you mean "auto"?'],
    ['polynomial', 'one of: auto, silu, tanh'],
  ])('suggests for %s', (name, hint) => {
    expect(() => functions.get(name)).toThrow(
      expect.objectContaining({ kind: 'usage', message: `unknown activation "${name}"`, hint }) as NnError,
    );
  });
});

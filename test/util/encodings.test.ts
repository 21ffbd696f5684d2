import { expect, it } from 'vitest';
import { encodingNamed } from '../../src/util/encodings.ts';

it('knows spellings of others', () => {
  expect(encodingNamed('Latin-1')).toBe('latin1');
  expect(encodingNamed('cp932')).toBe('shift_jis');
});

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no encoding', (name) => {
  expect(encodingNamed(name)).toBeUndefined();
});

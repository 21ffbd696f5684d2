import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzipped } from '../../src/cli/chunks.ts';
import { memoryLimit } from '../../src/cli/memory.ts';
import { checkGrowth, claimMemory } from '../../src/formats/memory.ts';
import { parseMemorySize } from '../../src/options/memorySize.ts';

const GIB = 2 ** 30;

describe('memoryLimit', () => {
  it('is half of the machine, or of its control group where that is smaller', () => {
    const room = { machine: 16 * GIB, group: 0, heap: 4 * GIB };
    expect(memoryLimit(undefined, () => room)).toEqual({ bytes: 8 * GIB, given: false });
    expect(memoryLimit(undefined, () => ({ ...room, group: 2 * GIB })).bytes).toBe(GIB);
    expect(memoryLimit(undefined, () => ({ ...room, group: 2 ** 63 })).bytes).toBe(8 * GIB);
  });

  it('is no more than a heap that was made small', () => {
    expect(memoryLimit(undefined, () => ({ machine: 16 * GIB, group: 0, heap: 2 ** 26 })).bytes).toBe(
      2 ** 26,
    );
  });

  it('is what was said', () => {
    expect(memoryLimit(5000)).toEqual({ bytes: 5000, given: true });
  });
});

describe('parseMemorySize', () => {
  it.each([
    ['4GB', 4e9],
    ['512MiB', 512 * 2 ** 20],
    ['1.5g', 1.5e9],
    ['2000', 2000],
    ['1 kB', 1000],
  ])('reads %s', (text, size) => {
    expect(parseMemorySize(text)).toBe(size);
  });

  it.each(['', 'much', '-1GB', '0', '4XB', '1e9', '9999999999TB'])('refuses %s', (text) => {
    expect(() => parseMemorySize(text)).toThrow('--max-memory: expected a size');
  });
});

describe('claimMemory', () => {
  const memory = { bytes: GIB, given: false };

  it('refuses more than may be used, and says what to do', () => {
    expect(() => claimMemory({ name: 'x', memory }, GIB, 'it')).not.toThrow();
    expect(() => claimMemory({ name: 'x', memory }, 3 * GIB, 'its pixels')).toThrow(
      'its pixels would take 3.0 GiB of memory, more than the 1.0 GiB that may be used',
    );
    expect(() => claimMemory({ name: 'x' }, 2 ** 60, 'it')).not.toThrow();
  });
});

describe('checkGrowth', () => {
  it('refuses what grows beyond any data, unless it was said how much memory there is', () => {
    const bomb = [100_000, 101_000_000] as const;
    const memory = { bytes: GIB, given: false };
    expect(() => checkGrowth({ name: 'x', memory }, ...bomb)).toThrow('1,000 times');
    expect(() => checkGrowth({ name: 'x', memory: { ...memory, given: true } }, ...bomb)).not.toThrow();
    expect(() => checkGrowth({ name: 'x', memory }, 10, 60_000_000)).not.toThrow();
  });

  it('refuses a small file that is unpacked once it has grown to a size that matters', async () => {
    const packed = gzipSync(new Uint8Array(200 * 2 ** 20), { level: 9 });
    async function* whole() {
      yield Uint8Array.from(packed);
    }
    let unpacked = 0;
    const all = async () => {
      for await (const chunk of gunzipped(whole(), 'x', { bytes: 8 * GIB, given: false }))
        unpacked += chunk.length;
    };
    await expect(all()).rejects.toThrow('1,000 times');
    expect(unpacked).toBeLessThan(80 * 2 ** 20);
  });
});

it('draws half a million points in a heap of 64 MB', () => {
  const rows = Array.from(
    { length: 450_000 },
    (_, i) => `${i % 977},${(i * 7) % 1013},${i % 3 ? 'u' : 'v'}\n`,
  );
  const program = fileURLToPath(new URL('../../bin/nn.js', import.meta.url));
  const words = ['--max-old-space-size=64', program, 'plot', 'scatter', '-', '--format', 'table'];
  const { status, stdout } = spawnSync('node', words, { input: `a,b,c\n${rows.join('')}`, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, expect.stringContaining('b against a by c')]);
});

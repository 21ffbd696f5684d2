import { expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { RandomState } from '../../src/util/random.ts';
import { targets } from './stored.ts';

/** Values that stand where others are expected. */
const odd: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 2, 0.5, 1e308, -1e-308, 2 ** 31, 2 ** 53, 2 ** 33],
  ...['', 'x', '__proto__', 'constructor', 'toString', '1', '-1', 'NaN', '\u202e', '(a+)+', 'a'.repeat(1000)],
  ...[[], {}, [[]], [null], [1, 2, 3], { kind: 'number' }, { of: 'text' }],
];

type Place = readonly [holder: Record<string, unknown> | unknown[], key: string];

/** Every place of a value in a value. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key): Place[] => [[holder, key], ...placesIn(holder[key])]);
}

/** A value of JSON with something else at one place or two. */
function damaged(json: string, random: RandomState): string {
  const whole = JSON.parse(json) as unknown;
  for (let times = random.randint(0, 3); times >= 0; times--) {
    const places = placesIn(whole);
    if (places.length === 0) break;
    const [holder, key] = places[random.randint(0, places.length)];
    const at = key as keyof typeof holder;
    const [other, name] = places[random.randint(0, places.length)];
    const way = random.randint(0, 4);
    if (way === 0) Reflect.deleteProperty(holder, key);
    else if (way === 1) Reflect.set(holder, at, structuredClone(Reflect.get(other, name)));
    else if (way === 2 && Array.isArray(holder)) holder.push(structuredClone(holder[0]));
    else Reflect.set(holder, at, structuredClone(odd[random.randint(0, odd.length)]));
  }
  return JSON.stringify(whole) ?? 'null';
}

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

it.each(targets)('$name: a damaged one is refused by an error for users, or is whole', async (target) => {
  const seeds = (await target.seeds()).map((bytes) => new TextDecoder().decode(bytes));
  for (const seed of seeds) await target.run(new TextEncoder().encode(seed));
  const random = new RandomState(Number(process.env.FUZZ_SEED ?? 1));
  for (let run = 0; run < RUNS; run++) {
    const text = damaged(seeds[run % seeds.length], random);
    try {
      await target.run(new TextEncoder().encode(text));
    } catch (error) {
      if (error instanceof NnError) continue;
      throw new Error(`a defect with ${text.slice(0, 20_000)}`, { cause: error });
    }
  }
  expect(seeds.length).toBeGreaterThan(1);
});

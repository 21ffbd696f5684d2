import { joinBytes } from '../../src/util/joinBytes.ts';
import { Random } from './random.ts';

const encoder = new TextEncoder();

/** Inputs do not grow beyond it. */
const LONGEST = 1 << 17;

/** Numbers at which readers go wrong. */
const NUMBERS = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x10000n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  1n << 32n,
  (1n << 53n) + 1n,
  (1n << 63n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
];
const TEXTS = [
  '0',
  '-1',
  '1e999',
  '1e-400',
  '-0',
  '99999999999999999999',
  '2147483648',
  '9007199254740993',
  'nan',
  'NA',
  'null',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '"',
  '""',
  "'",
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '#',
  '\ufeff',
  '\u202e',
  '\u001b[31m',
  '%s',
  '../',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  '\\',
  'é',
  '漢',
];

const joined = (...parts: readonly Uint8Array[]): Uint8Array => joinBytes(parts);

const inserted = (bytes: Uint8Array, at: number, part: Uint8Array) =>
  joined(bytes.subarray(0, at), part, bytes.subarray(at));

/** A range of the bytes; short ones are likelier. */
function range(random: Random, length: number): [number, number] {
  const from = random.below(length);
  const most = random.below(4) === 0 ? length - from : Math.min(16, length - from);
  return [from, from + random.below(most + 1)];
}

type Mutation = (bytes: Uint8Array, random: Random, others: Others) => Uint8Array;
interface Others {
  readonly seeds: readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
}

function withNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const size = random.of([1, 2, 4, 4, 8]);
  if (bytes.length < size) return bytes;
  const out = bytes.slice();
  const at = random.below(bytes.length - size + 1);
  const number = random.of(NUMBERS);
  const little = random.below(4) > 0;
  for (let i = 0; i < size; i++)
    out[at + (little ? i : size - 1 - i)] = Number((number >> BigInt(8 * i)) & 0xffn);
  return out;
}

/** A number written in digits becomes another one. */
function withDigits(bytes: Uint8Array, random: Random): Uint8Array {
  const start = random.below(bytes.length);
  let from = bytes.subarray(start).findIndex((byte) => byte >= 0x30 && byte <= 0x39);
  if (from < 0) return bytes;
  from += start;
  let to = from;
  while (bytes[to] >= 0x30 && bytes[to] <= 0x39) to++;
  const text = random.below(2) === 0 ? String(random.of(NUMBERS)) : random.of(TEXTS);
  return joined(bytes.subarray(0, from), encoder.encode(text), bytes.subarray(to));
}

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => {
    const out = bytes.slice();
    out[random.below(out.length)] ^= 1 << random.below(8);
    return out;
  },
  (bytes, random) => {
    const out = bytes.slice();
    out[random.below(out.length)] = random.below(256);
    return out;
  },
  withNumber,
  withNumber,
  withDigits,
  (bytes, random) => {
    const [from, to] = range(random, bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, random) => {
    const [from, to] = range(random, bytes.length);
    const times = random.below(8) === 0 ? 1 << random.below(10) : 1;
    const part = bytes.subarray(from, to);
    const repeated = Array.from(
      { length: Math.min(times, 1 + Math.floor(LONGEST / (part.length + 1))) },
      () => part,
    );
    return inserted(bytes, random.below(bytes.length + 1), joined(...repeated));
  },
  (bytes, random) => inserted(bytes, random.below(bytes.length + 1), encoder.encode(random.of(TEXTS))),
  (bytes, random, { words }) =>
    words.length === 0 ? bytes : inserted(bytes, random.below(bytes.length + 1), random.of(words)),
  (bytes, random, { words }) => {
    if (words.length === 0) return bytes;
    const [from, to] = range(random, bytes.length);
    return joined(bytes.subarray(0, from), random.of(words), bytes.subarray(to));
  },
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random, { seeds }) => {
    const other = random.of(seeds);
    return joined(
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    );
  },
];

/** Input `number` of a seed: one of the inputs to begin with, changed in one to eight places. */
export function mutated(
  seeds: readonly Uint8Array[],
  words: readonly string[],
  { seed, number }: { readonly seed: number; readonly number: number },
): Uint8Array {
  if (number < seeds.length) return seeds[number];
  const random = new Random(seed, number);
  const others = { seeds, words: words.map((word) => encoder.encode(word)) };
  let bytes = random.of(seeds);
  for (let i = 1 + random.below(random.below(3) === 0 ? 8 : 2); i > 0 && bytes.length > 0; i--)
    bytes = random.of(MUTATIONS)(bytes, random, others).subarray(0, LONGEST);
  return bytes;
}

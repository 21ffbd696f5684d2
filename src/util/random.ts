import { inputError, usageError } from '../errors.ts';
import { binomial } from './binomial.ts';

const N = 624;
const M = 397;

/** A word of the twister from two neighbours and a word 397 further on. */
const twisted = (word: number, next: number, far: number): number => {
  const y = (word & 0x80000000) | (next & 0x7fffffff);
  return far ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
};

/** Everything a RandomState knows; plain data, for checkpoints. */
export interface RandomSnapshot {
  /** The 624 words of the Mersenne twister. */
  readonly key: readonly number[];
  /** The next word. */
  readonly position: number;
  /** A second value of a pair of Gaussians is left. */
  readonly hasGauss: boolean;
  /** That value. */
  readonly gauss: number;
}

/**
 * numpy.random.RandomState: the legacy generator (MT19937 with polar Gaussians) that np.random.seed and
 * np.random.randn use. Same seed, same stream: integers, uniforms, shuffles and choices are equal to the bit;
 * Gaussians are equal after rounding to float32 and to the last digit or two in float64, where Math.log and
 * the C library's log differ. Algorithms: numpy/random/src/mt19937 and src/legacy/legacy-distributions.c.
 */
export class RandomState {
  readonly #key = new Uint32Array(N);
  /** The words of the key as they are drawn, in step with it. */
  readonly #words = new Uint32Array(N);
  #position = N;
  #hasGauss = false;
  #gauss = 0;

  /**
   * @param seed 0 … 2³²−1, or a list of such numbers
   * @throws {NnError} a usage error with NumPy's text
   */
  constructor(seed: number | readonly number[] = 0) {
    this.seed(seed);
  }

  /** numpy.random.seed: begins the stream of a seed. Throws a usage error with NumPy's text. */
  seed(seed: number | readonly number[]): void {
    this.#hasGauss = false;
    this.#gauss = 0;
    if (typeof seed === 'number') this.#seedWord(checkedSeed(seed));
    else this.#seedArray(seed.map(checkedSeed));
  }

  #seedWord(seed: number): void {
    const key = this.#key;
    key[0] = seed;
    for (let i = 1; i < N; i++) key[i] = Math.imul(1812433253, key[i - 1] ^ (key[i - 1] >>> 30)) + i;
    this.#position = N;
  }

  #seedArray(seeds: readonly number[]): void {
    if (seeds.length === 0) throw usageError('Seed must be non-empty');
    this.#seedWord(19650218);
    const key = this.#key;
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, seeds.length); k > 0; k--) {
      key[i] = (key[i] ^ Math.imul(key[i - 1] ^ (key[i - 1] >>> 30), 1664525)) + seeds[j] + j;
      if (++i >= N) {
        key[0] = key[N - 1];
        i = 1;
      }
      if (++j >= seeds.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      key[i] = (key[i] ^ Math.imul(key[i - 1] ^ (key[i - 1] >>> 30), 1566083941)) - i;
      if (++i >= N) {
        key[0] = key[N - 1];
        i = 1;
      }
    }
    key[0] = 0x80000000;
  }

  /** The state as plain data. */
  snapshot(): RandomSnapshot {
    return {
      key: [...this.#key],
      position: this.#position,
      hasGauss: this.#hasGauss,
      gauss: this.#gauss,
    };
  }

  /** Goes on where `snapshot` was taken. */
  restore(state: RandomSnapshot): void {
    this.#key.set(state.key);
    this.#position = state.position;
    this.#hasGauss = state.hasGauss;
    this.#gauss = state.gauss;
    this.#temper();
  }

  /** The next 624 words of the stream, as the twister makes them. */
  #refill(): void {
    const key = this.#key;
    let i = 0;
    for (; i < N - M; i++) key[i] = twisted(key[i], key[i + 1], key[i + M]);
    for (; i < N - 1; i++) key[i] = twisted(key[i], key[i + 1], key[i + M - N]);
    key[N - 1] = twisted(key[N - 1], key[0], key[M - 1]);
    this.#position = 0;
    this.#temper();
  }

  #temper(): void {
    const key = this.#key;
    const words = this.#words;
    for (let i = 0; i < N; i++) {
      let y = key[i];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9d2c5680;
      y ^= (y << 15) & 0xefc60000;
      words[i] = y ^ (y >>> 18);
    }
  }

  /** Uniform on 0 … 2³²−1. */
  uint32(): number {
    if (this.#position === N) this.#refill();
    return this.#words[this.#position++];
  }

  /** numpy.random.random_sample: uniform on [0, 1) with 53 bits. */
  randomSample(): number {
    const a = this.uint32() >>> 5;
    const b = this.uint32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** numpy.random.uniform on [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.randomSample();
  }

  /** numpy.random.randn: polar method of Marsaglia; every second value comes from the pair before. */
  standardNormal(): number {
    if (this.#hasGauss) {
      this.#hasGauss = false;
      return this.#gauss;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.randomSample() - 1;
      x2 = 2 * this.randomSample() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * Math.log(r2)) / r2);
    this.#gauss = f * x1;
    this.#hasGauss = true;
    return f * x2;
  }

  /** numpy.random.normal. */
  normal(mean: number, deviation: number): number {
    return mean + deviation * this.standardNormal();
  }

  /** numpy.random.exponential. */
  exponential(scale = 1): number {
    return -Math.log(1 - this.randomSample()) * scale;
  }

  /** Uniform on 0 … max by masked rejection; draws nothing for max 0. */
  #interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** numpy.random.randint on [low, high), for ranges up to 2³². */
  randint(low: number, high: number): number {
    if (!(high > low)) throw usageError('low >= high');
    return low + this.#interval(high - low - 1);
  }

  /** numpy.random.shuffle of a list, in place. */
  shuffle(items: { length: number; [index: number]: number }): void {
    // The masked rejection of #interval, written out without a branch, which a processor would guess wrongly every third
    // time: an item that was drawn too far on changes its place with itself.
    const words = this.#words;
    let position = this.#position;
    let mask = 0xffffffff >>> Math.clz32(Math.max(0, items.length - 1));
    for (let i = items.length - 1; i > 0;) {
      if (i <= mask >>> 1) mask >>>= 1;
      if (position === N) {
        this.#refill();
        position = 0;
      }
      const drawn = words[position++] & mask;
      const rejected = (i - drawn) >> 31;
      const j = drawn + ((i - drawn) & rejected);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
      i += ~rejected;
    }
    this.#position = position;
  }

  /** numpy.random.permutation of 0 … n−1. */
  permutation(n: number): Int32Array {
    const items = Int32Array.from({ length: n }, (_, i) => i);
    this.shuffle(items);
    return items;
  }

  /**
   * numpy.random.choice(n, size, replace).
   * @throws {NnError} an input error when more are drawn than there are
   */
  choice(n: number, size: number, replace = true): Int32Array {
    if (replace) return Int32Array.from({ length: size }, () => this.randint(0, n));
    if (size > n) throw inputError("Cannot take a larger sample than population when 'replace=False'");
    return this.permutation(n).slice(0, size);
  }

  /** numpy.random.choice(p.length, size, p=p). */
  weightedChoice(p: readonly number[], size: number): Int32Array {
    const cumulative: number[] = [];
    let total = 0;
    for (const share of p) cumulative.push((total += share));
    const cdf = cumulative.map((value) => value / total);
    return Int32Array.from({ length: size }, () => {
      const u = this.randomSample();
      const found = cdf.findIndex((value) => value > u);
      return found < 0 ? p.length - 1 : found;
    });
  }

  /** numpy.random.binomial(n, p). */
  binomial(n: number, p: number): number {
    return binomial(this, n, p);
  }
}

function checkedSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return seed;
  throw usageError('Seed must be between 0 and 2**32 - 1', { hint: `found ${seed}` });
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Split } from './answers.ts';

const script = fileURLToPath(new URL('../peers/sklearn_tabular.py', import.meta.url));
const python = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

/** The models of scikit-learn that are asked. */
export const peers = ['hgb', 'mlp', 'linear', 'constant'] as const;

interface Request {
  readonly table: string;
  readonly target: string;
  readonly split: number;
  /** Gets train.csv and test.csv. */
  readonly folder: string;
}

const digest = (...files: readonly string[]) =>
  files.reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256')).digest('hex');

/**
 * Divides tables and asks scikit-learn. What it answered is kept in a JSON file: as long as the table and the
 * script are the same, only the division is made anew.
 *
 * @param cache path of the file; undefined: nothing is kept
 */
export class Sklearn {
  readonly #cache: string | undefined;
  readonly #known: Record<string, Split>;

  constructor(cache: string | undefined) {
    this.#cache = cache;
    this.#known =
      cache !== undefined && existsSync(cache)
        ? (JSON.parse(readFileSync(cache, 'utf8')) as Record<string, Split>)
        : {};
  }

  divide({ table, target, split, folder }: Request): Split {
    const key = `${digest(table, script)} ${target} ${split}`;
    const known = this.#known[key];
    const models = known ? [] : peers;
    const words = [script, table, target, known?.task ?? 'auto', String(split), folder, ...models];
    const { status, stdout, stderr } = spawnSync(python, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`scikit-learn: ${stderr}`);
    if (known) return known;
    const found = JSON.parse(stdout) as Split;
    if (this.#cache !== undefined) {
      this.#known[key] = found;
      writeFileSync(this.#cache, JSON.stringify(this.#known));
    }
    return found;
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError, usageError } from '../errors.ts';
import { nearest } from '../util/suggest.ts';
import { executable } from './executable.ts';

/** The folder of the package: above dist, or above src when it runs from source. */
const root = ['../', '../../']
  .map((up) => new URL(up, import.meta.url))
  .find((folder) => existsSync(new URL('package.json', folder)));

/**
 * Where a file of the package is, given its path there: `fixtures/iris.csv`. Whatever ships with the program
 * is found by this function alone.
 */
export const packagePath = (name: string): string =>
  executable()?.file(name) ?? fileURLToPath(new URL(name, root ?? import.meta.url));

/** A file that the build puts into dist. */
export async function asset(name: string): Promise<Uint8Array> {
  const file = `dist/${name}`;
  return executable()?.asset(file) ?? readFileSync(packagePath(file));
}

/** The texts of a folder of the package by their file names, in the order of the alphabet. */
export async function documents(folder: string): Promise<ReadonlyMap<string, string>> {
  const whole = executable();
  if (whole) {
    const decoder = new TextDecoder();
    const read = (name: string) => decoder.decode(whole.asset(`${folder}/${name}`));
    return new Map([...whole.names(folder)].sort().map((name) => [name, read(name)]));
  }
  const names = await readdir(packagePath(folder)).catch((): string[] => []);
  names.sort();
  const texts = await Promise.all(names.map((name) => readFile(packagePath(`${folder}/${name}`), 'utf8')));
  return new Map(names.map((name, i) => [name, texts[i]]));
}

/** Data sets that ship with the program, in fixtures. */
export const shipped: readonly string[] = [
  'iris.csv',
  'wine.csv',
  'casas.csv',
  'digits.csv',
  'air-passengers.csv',
  'verses.csv',
  'genesis.txt',
];

/** What a name begins with that means a data set which ships: `nn:iris.csv`. */
const PREFIX = 'nn:';

/** How they are named: `nn:iris.csv`. */
export const shippedNames: readonly string[] = shipped.map((name) => PREFIX + name);

/**
 * Where a file is: `nn:iris.csv` in the package, any other name where it says.
 *
 * @throws NnError('input') when no data set of this name ships
 */
export function filePath(name: string): string {
  if (!name.startsWith(PREFIX)) return name;
  const file = name.slice(PREFIX.length);
  if (shipped.includes(file)) return packagePath(`fixtures/${file}`);
  const match = nearest(file, shipped);
  const all = shippedNames.join(', ');
  throw inputError(`no data set "${file}" ships with nn`, {
    hint: match === undefined ? `one of: ${all}` : `did you mean "${PREFIX}${match}"? There are: ${all}`,
  });
}

/** The name by which a file that is not there ships; undefined when it does not. */
export const shippedName = (file: string): string | undefined =>
  shipped.includes(path.basename(file)) ? PREFIX + path.basename(file) : undefined;

/** @throws NnError('usage') for a name that means a data set which ships */
export function refuseShipped(name: string): void {
  if (!name.startsWith(PREFIX)) return;
  throw usageError(`${name} cannot be written: names that begin with ${PREFIX} are data sets of nn`, {
    hint: 'choose another name',
  });
}

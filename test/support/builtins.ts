import { existsSync, readFileSync, rmSync } from 'node:fs';
import { readWords } from './parseShell.ts';

/** What a command of the shell gives when it ends well. */
type Builtin = (words: readonly string[], input: Uint8Array | undefined) => Uint8Array | undefined;

const contents = (file: string | undefined, input: Uint8Array | undefined) =>
  file === undefined ? input : readFileSync(file);

const head: Builtin = (words, input) => {
  const [, unit = '', count = '', file = ''] = /^-(?:(c|n) ?)?(\d+)(?: (\S+))?$/.exec(words.join(' ')) ?? [];
  const bytes = contents(file || undefined, input);
  if (count === '' || bytes === undefined) return undefined;
  if (unit === 'c') return bytes.subarray(0, Number(count));
  let end = 0;
  for (let n = 0; n < Number(count) && end < bytes.length; n++) {
    const at = bytes.indexOf(10, end);
    end = at < 0 ? bytes.length : at + 1;
  }
  return bytes.subarray(0, end);
};

const builtins: Readonly<Record<string, Builtin>> = {
  head,
  cat: ([file, ...more], input) => (more.length > 0 ? undefined : contents(file, input)),
  echo: (words) =>
    words.some((word) => /^-|\\/.test(word)) ? undefined : Buffer.from(`${words.join(' ')}\n`),
  rm(words) {
    const recursive = words[0] === '-r';
    const files = words.slice(recursive ? 1 : 0);
    if (files.some((file) => file.startsWith('-') || !existsSync(file))) return undefined;
    for (const file of files) rmSync(file, { recursive });
    return new Uint8Array();
  },
};

/**
 * What a command writes, for the few that cases use most: starting a shell from a large process takes long.
 * Undefined where a shell has to do it: other commands, other options, and whatever goes wrong.
 */
export function runBuiltin(text: string, input: Uint8Array | undefined): Uint8Array | undefined {
  const [name = '', ...words] = readWords(text) ?? [];
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  try {
    return builtin?.(words, input);
  } catch {
    return undefined;
  }
}

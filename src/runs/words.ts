/** The words of a run without those that say where its results go. */
export function withoutOutput(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    if (['--run', '--resume', '-o', '--output', '--history'].includes(words[i])) i++;
    else if (!/^--(run|resume|output|history)=/.test(words[i])) kept.push(words[i]);
  }
  return kept;
}

/** Option names with the values behind them. */
function* optionsIn(words: readonly string[]): Generator<{ at: number; length: number; name: string }> {
  for (let at = 0; at < words.length; at++) {
    if (!words[at].startsWith('--')) continue;
    const joined = words[at].includes('=');
    const alone = joined || at + 1 >= words.length || words[at + 1].startsWith('--');
    yield { at, length: alone ? 1 : 2, name: words[at].split('=')[0] };
  }
}

/** The words of a command line with other options in place of those of the same names. Columns to drop are added up. */
export function withOptions(words: readonly string[], options: readonly string[]): string[] {
  const out = [...words];
  for (const { at, length, name } of optionsIn(options)) {
    let given = options.slice(at, at + length);
    const found = [...optionsIn(out)].find((old) => old.name === name);
    if (found) {
      const value = out[found.at].slice(name.length + 1) || out[found.at + 1];
      if (name === '--drop') given = [name, `${value},${given[1]}`];
      // A flag is followed by whatever comes next; only as many words go as come.
      out.splice(found.at, out[found.at].includes('=') ? 1 : given.length, ...given);
    } else out.push(...given);
  }
  return out;
}

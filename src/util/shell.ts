/** A word as a shell takes it: in quotes where it holds anything that a shell would read otherwise. */
export function shellWord(text: string): string {
  return /^[\w%+,./:=@^-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The words of a line made of words as `shellWord` writes them. */
export function shellWords(line: string): string[] {
  return Array.from(line.matchAll(/(?:[^\s'\\]|'[^']*'|\\.)+/g), ([word]) =>
    word.replaceAll(
      /'([^']*)'|\\(.)/g,
      (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? '',
    ),
  );
}

/** Words of a command as the shell divides them; quotes stay. */
const wordsIn = (command: string): string[] => command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];

/**
 * A command in lines of at most `width` where that can be, cut as a shell allows: before an option, a quoted
 * word, the name of a data set, or what joins two commands.
 */
export function foldCommand(command: string, width: number): string {
  if (command.length <= width) return command;
  const parts: string[] = [];
  let after = '';
  for (const word of wordsIn(command)) {
    // The value of an option stays with it.
    const begins = /^(--?[a-z]|[|'"]|&&|nn:)/.test(word) && !(/^['"]/.test(word) && after.startsWith('--'));
    if (parts.length === 0 || begins) parts.push(word);
    else parts[parts.length - 1] += ` ${word}`;
    after = word;
  }
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length + 2 <= width)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(lines.length === 0 ? part : `    ${part}`);
  }
  return lines.join(' \\\n');
}

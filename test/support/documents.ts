/** A command of a document and the output that stands below it. */
export interface Example {
  readonly command: string;
  /** What the document shows; a line that is only `…` stands for lines that it leaves out. */
  readonly shown: string;
  /** Where `shown` begins and ends in the text of the document. */
  readonly from: number;
  readonly to: number;
}

const EXAMPLE = /```sh\n([^`]+)\n```\n\n```text\n([\s\S]*?)\n```/g;

/** The commands of a Markdown document that have their output below them: a block `sh`, then a block `text`. */
export function examplesOf(document: string): Example[] {
  return Array.from(document.matchAll(EXAMPLE), ({ 0: whole, 1: command, 2: shown, index }) => {
    const to = index + whole.length - '\n```'.length;
    return { command, shown, from: to - shown.length, to };
  });
}

const DOTS = '…';

/** An output as a document shows it, that leaves out the lines that the text shown so far leaves out. */
export function shownOf(output: string, before: string): string {
  const lines = output.trimEnd().split('\n');
  const old = before.split('\n');
  const at = old.indexOf(DOTS);
  if (at < 0) return lines.join('\n');
  const last = old.length - at - 1;
  return [...lines.slice(0, at), DOTS, ...(last === 0 ? [] : lines.slice(-last))].join('\n');
}

/** The document with other outputs. */
export function withOutputs(
  document: string,
  examples: readonly Example[],
  outputs: readonly string[],
): string {
  const parts = examples.map(({ from }, i) => document.slice(examples[i - 1]?.to ?? 0, from) + outputs[i]);
  return parts.join('') + document.slice(examples.at(-1)?.to ?? 0);
}

/**
 * An output without what differs between machines and moments: seconds, dates with a time, hashes of bytes. The
 * documents show it so.
 */
export const masked = (output: string): string =>
  output
    .replaceAll(/^(time +).*$/gm, '$1…')
    .replaceAll(/("[a-z_]*(?:milliseconds|per_second)": ?)[\d.e+-]+/g, '$1…')
    .replaceAll(/\d{4}-\d\d-\d\d([ T])\d\d:\d\d(:\d\d(\.\d+)?Z?)?/g, '…')
    .replaceAll(/\b\d+(?:[.,]\d+)* (?=(?:ms|s|min|rows\/s)\b)/g, '… ');

/** A block of a Markdown document between two fences. */
export interface Fence {
  /** What stands beside the opening fence: a language, and words after it. */
  readonly info: string;
  readonly text: string;
  /** Where the text begins in the document. */
  readonly from: number;
}

/** The blocks of a Markdown document that stand between fences at the begin of a line. */
export const fencesOf = (document: string): Fence[] =>
  Array.from(document.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm), ({ 0: whole, 1: info, 2: text, index }) => ({
    info,
    text,
    from: index + whole.indexOf('\n') + 1,
  }));

/** A command of a block. */
export interface Step extends Example {
  /** Whether what goes to stderr is shown too. */
  readonly talk: boolean;
  /** Whether the document shows what it writes; if not, it only has to succeed. */
  readonly compared: boolean;
}

/** The commands of a `console` block: each begins with `$ ` and goes on in lines with `> `. */
function consoleSteps({ info, text, from }: Fence): Step[] {
  const prompts = /^\$ (.*(?:\n> .*)*)\n?/gm;
  const found = [...text.matchAll(prompts)];
  return found.map(({ 0: whole, 1: command, index }, i) => {
    const begin = index + whole.length;
    const end = found[i + 1]?.index ?? text.length;
    const shown = text.slice(begin, end);
    const blank = /\n*$/.exec(shown)?.[0].length ?? 0;
    return {
      command: command.replaceAll(/^> /gm, ''),
      shown: shown.slice(0, shown.length - blank),
      from: from + begin,
      to: from + end - blank,
      talk: info.endsWith(' talk'),
      compared: true,
    };
  });
}

/**
 * The commands of a document in their order: those of `console` blocks with the output below each, and the lines of
 * `sh` blocks, the last of which has its output in a `text` block that follows.
 */
export function stepsOf(document: string): Step[] {
  const shown = new Map(examplesOf(document).map((example) => [example.command, example]));
  return fencesOf(document).flatMap((fence) => {
    const [language] = fence.info.split(' ');
    if (language === 'console') return consoleSteps(fence);
    if (language !== 'sh') return [];
    const command = fence.text.trimEnd();
    const example = shown.get(command);
    const bare = { command, shown: '', from: fence.from, to: fence.from };
    return [{ ...bare, ...example, talk: false, compared: example !== undefined }];
  });
}

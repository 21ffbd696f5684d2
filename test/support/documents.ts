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

// The few words of the shell that the golden cases are written in. What is not understood here is left to a
// real one.

/** Where a command of the program reads from and writes to, beside the pipe. */
export interface Redirect {
  readonly fd: 1 | 2;
  /** `&1`: where standard output goes at this point. */
  readonly to: string;
}

/** One command of a pipeline: a call of the program, or text for a real shell. */
export type Segment =
  | {
      readonly kind: 'nn';
      readonly argv: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'sh'; readonly text: string };

/**
 * A pipeline, and when it runs: always (`;`), or after success (`&&`) or failure (`||`) of the one before.
 */
export interface Statement {
  readonly when: ';' | '&&' | '||';
  readonly segments: readonly Segment[];
  /** The command line up to the end of this statement. */
  readonly before: string;
}

/** Stands for a quoted character, which means itself. */
const QUOTED = '\u0001';

/**
 * The text with every quoted character replaced by one that no operator is made of; undefined when a quote is
 * open.
 */
function mask(text: string): string | undefined {
  let masked = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\\' && quote !== "'") {
      if (i + 1 === text.length) return undefined;
      masked += QUOTED.repeat(2);
      i++;
    } else if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      masked += QUOTED;
    } else {
      // A dollar and a backquote keep their meaning between double quotes.
      masked += quote === '' || (quote === '"' && '$`'.includes(char)) ? char : QUOTED;
      if (char === quote) quote = '';
    }
  }
  return quote === '' ? masked : undefined;
}

/** Words that open and close a group of commands. */
const opening = new Set(['{', '(', 'for', 'while', 'until', 'if', 'case']);
const closing = new Set(['}', ')', 'done', 'fi', 'esac']);

/** Operators and words of masked text, with their places. */
const tokens = /&&|\|\||[;|\n&()]|\d*>>?&?\d*|\d*<|[^\s;|&()<>]+/g;

interface Cut {
  readonly operator: string;
  readonly from: number;
  readonly to: number;
}

/** Pieces between operators that stand outside of groups; each with the operator before it. */
function cutAtOperators(masked: string): Cut[] | undefined {
  const cuts: Cut[] = [];
  let depth = 0;
  let operator = ';';
  let from = 0;
  for (const { 0: token, index } of masked.matchAll(tokens)) {
    if (opening.has(token)) depth++;
    else if (closing.has(token)) depth--;
    else if (token === '&') return undefined;
    else if (depth === 0 && ['&&', '||', ';', '|', '\n'].includes(token)) {
      cuts.push({ operator, from, to: index });
      operator = token === '\n' ? ';' : token;
      from = index + token.length;
    }
  }
  if (depth !== 0) return undefined;
  cuts.push({ operator, from, to: masked.length });
  return cuts.filter(({ from, to }) => masked.slice(from, to).trim() !== '');
}

/** Quotes undone. */
const unquote = (text: string): string =>
  text.replaceAll(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  );

/** Characters that a shell may make something else of. */
const special = /[$`*?[\]~#{}!]/;

/** The words of a single command without redirections or anything to expand; undefined for others. */
export function readWords(text: string): string[] | undefined {
  const masked = mask(text);
  if (masked === undefined || special.test(masked) || /[<>|&;()\n]/.test(masked)) return undefined;
  return [...masked.matchAll(/\S+/g)].map(({ 0: word, index }) =>
    unquote(text.slice(index, index + word.length)),
  );
}

/** Commands that change the shell itself: what comes after them must be run by the same shell. */
const shellOnly =
  /^(?:(?:cd|exec|exit|export|kill|read|set|trap|ulimit|umask|wait|eval|\.)(?:\s|$)|\w+=\S*$)/;

/** A call of the program whose words hold nothing that a shell would expand; undefined for others. */
function readCall(text: string, masked: string): Segment | undefined {
  if (special.test(masked)) return undefined;
  const words: { text: string; quoted: boolean }[] = [];
  for (const { 0: word, index } of masked.matchAll(/\d?>&\d|\d?>>?|<|[^\s<>]+/g)) {
    const raw = text.slice(index, index + word.length);
    words.push({ text: unquote(raw), quoted: word.startsWith(QUOTED) });
  }
  const env: Record<string, string> = {};
  const redirects: Redirect[] = [];
  const argv: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const { text: word, quoted } = words[i];
    const assigned = /^([A-Z_]+)=(.*)$/s.exec(word);
    if (quoted) argv.push(word);
    else if (assigned && argv.length === 0) env[assigned[1]] = assigned[2];
    else if (word === '2>&1') redirects.push({ fd: 2, to: '&1' });
    else if (word === '>' || word === '1>' || word === '2>') {
      redirects.push({ fd: word === '2>' ? 2 : 1, to: words[++i]?.text ?? '' });
    } else if (/[<>]/.test(word)) return undefined;
    else argv.push(word);
  }
  // A library for matrix products is chosen once a process; a full device is a matter of real streams.
  if ('NN_BLAS' in env || redirects.some(({ to }) => to === '/dev/full')) return undefined;
  return { kind: 'nn', argv: argv.slice(1), env, redirects };
}

const callsProgram = (masked: string) => /^\s*(?:[A-Z_]+=\S* )*nn(?:\s|$)/.test(masked);

/** One command; undefined when it must be run by the same shell as its neighbours. */
function readSegment(text: string, masked: string): Segment | undefined {
  if (callsProgram(masked)) return readCall(text, masked);
  if (shellOnly.test(masked.trim())) return undefined;
  return { kind: 'sh', text: text.trim() };
}

/** Reads a command line; undefined when a real shell must run it as a whole. */
export function parseShell(text: string): Statement[] | undefined {
  const masked = mask(text);
  const cuts = masked === undefined ? undefined : cutAtOperators(masked);
  if (masked === undefined || !cuts) return undefined;
  const statements: (Statement & { segments: Segment[] })[] = [];
  for (const { operator, from, to } of cuts) {
    const segment = readSegment(text.slice(from, to), masked.slice(from, to));
    if (!segment) return undefined;
    const before = text.slice(0, to).trim();
    if (operator !== '|')
      statements.push({ when: operator as Statement['when'], segments: [segment], before });
    else {
      const last = statements.pop();
      if (!last) return undefined;
      const { segments } = last;
      const neighbour = segments.at(-1);
      // One shell for what stands side by side.
      if (segment.kind === 'sh' && neighbour?.kind === 'sh')
        segments.splice(-1, 1, { kind: 'sh', text: `${neighbour.text} | ${segment.text}` });
      else segments.push(segment);
      statements.push({ ...last, before });
    }
  }
  return statements;
}

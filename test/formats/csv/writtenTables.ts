import { RandomState } from '../../../src/util/random.ts';

/** A table as somebody would write it, and its file. */
export interface WrittenTable {
  /** What was chosen, for the message of a failing test. */
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly names: readonly string[];
  /** Texts as they stand in the fields; undefined: missing. */
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** What the fields mean: numbers, times as milliseconds since 1970, yes or no, texts; undefined: missing. */
  readonly values: readonly (readonly (Value | undefined)[])[];
  readonly kinds: readonly Kind[];
  /** Columns of numbers. */
  readonly numbers: readonly boolean[];
  /** What a user has to say about the file. */
  readonly options: { readonly header?: boolean };
  /** Bytes that arrive at a time. */
  readonly piece: number;
}

export type Value = number | string | boolean;

/** How values are written: numbers with so many decimals, milliseconds, true and false. */
export interface Styles {
  readonly numbers: readonly Style<(value: number, decimals: number) => string>[];
  readonly dates: readonly Style<(ms: number) => string>[];
  readonly booleans: readonly Style<(value: boolean) => string>[];
}
export interface Style<Write> {
  readonly name: string;
  readonly write: Write;
}

type Random = <T>(choices: readonly T[]) => T;
type Below = (n: number) => number;

const words = ['red', 'blue', 'naïve', 'São Paulo', 'ação', 'two words', 'Ångström', 'x', 'Zoë', 'fim'];
const hard = ['a,b', 'semi;colon', 'pi|pe', 'say "yes"', 'line\nbreak', '"', 'a\tb', 'x;y,z|w', 'old\rmac'];
const hashes = ['#ff0000', '#00ff00', '#000000', '#top', '#1'];
const names = ['len', 'preço (R$)', 'wid', 'kind', 'área m2', 'id', 'color', 'n_1', 'Temp [°C]', 'x y'];

export type Kind =
  'integer' | 'decimal' | 'word' | 'hard' | 'hash' | 'code' | 'date' | 'number' | 'time' | 'boolean';
const isNumeric = (kind: Kind) => kind === 'integer' || kind === 'decimal' || kind === 'number';

/** How the values of one column are written. */
type ColumnStyle = { readonly [Kind in keyof Styles]: Styles[Kind][number] };

interface Field {
  readonly text: string;
  readonly value: Value;
}

/** A number, a time or a truth in the style of its column. */
function styledField(
  kind: 'number' | 'time' | 'boolean',
  pick: Random,
  below: Below,
  style: ColumnStyle,
): Field {
  if (kind === 'boolean') {
    const value = pick([true, false]);
    return { value, text: style.booleans.write(value) };
  }
  if (kind === 'time') {
    const ms = Date.UTC(2000 + below(30), below(12), 1 + below(28), below(24), below(60));
    return { value: ms, text: style.dates.write(ms) };
  }
  const decimals = pick([0, 2, 2]);
  const cents = (1 + below(99_999)) * pick([1, 1, 100, 10_000]);
  const text = (pick([1, 1, 1, -1]) * (decimals === 0 ? Math.ceil(cents / 100) : cents / 100)).toFixed(
    decimals,
  );
  return { value: Number(text), text: style.numbers.write(Number(text), decimals) };
}

function fieldOf(kind: Kind, pick: Random, below: Below, style: ColumnStyle | undefined): Field {
  if (style && (kind === 'number' || kind === 'time' || kind === 'boolean'))
    return styledField(kind, pick, below, style);
  // Three digits behind a point beside numbers in other styles could be thousands.
  const text = plainText(kind, pick, style ? 2 : 3);
  return { text, value: isNumeric(kind) ? Number(text) : text };
}

function plainText(kind: Kind, pick: Random, decimals: number): string {
  const digits = () => pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const number = digits() * 100 + digits() * 10 + digits() + digits() / 10 + digits() / 100 + digits() / 1000;
  switch (kind) {
    case 'integer':
      return (pick([1, -1]) * Math.floor(number) || 1).toFixed(0);
    case 'decimal':
      return (pick([1, -1]) * (number + 0.125)).toFixed(decimals);
    case 'hard':
      return pick([...hard, ...words]);
    case 'hash':
      return pick([...hashes, ...hashes, ...words]);
    case 'code':
      return `0${digits()}${digits()}${digits()}`;
    case 'date':
      return `20${digits()}${digits()}-0${1 + (digits() % 9)}-1${digits()}`;
    default:
      return pick(words);
  }
}

const plainKinds: readonly Kind[] = [
  ...(['integer', 'decimal', 'word', 'hard', 'hash', 'code', 'date', 'decimal'] as const),
];
const styledKinds: readonly Kind[] = [
  'number',
  'number',
  'number',
  'time',
  'boolean',
  'word',
  'code',
  'integer',
];

const delimiters = [',', ';', '\t', '|', ' '] as const;
const lineEnds = ['\n', '\r\n', '\r', 'mixed'] as const;
const encodings = [
  'utf-8',
  'utf-8 with mark',
  'utf-16le',
  'utf-16be',
  'utf-16le without mark',
  'windows-1252',
] as const;
const quotings = ['where needed', 'all', 'texts'] as const;
const markers = ['', 'NA', 'n/a', '-', '<NA>', '?', 'NULL', '#N/A'] as const;
const preambles = ['', '', '', 'title', 'titles', 'comment', 'sep'] as const;
const trailings = ['', '', '', 'all', 'rows'] as const;
const headers = ['header', 'header', 'none', 'told'] as const;

const encoder = new TextEncoder();

function encode(text: string, encoding: (typeof encodings)[number]): Uint8Array {
  if (encoding === 'utf-8') return encoder.encode(text);
  if (encoding === 'utf-8 with mark') return encoder.encode(`\uFEFF${text}`);
  if (encoding === 'windows-1252')
    return Uint8Array.from(text, (sign) => (sign === '€' ? 0x80 : sign.charCodeAt(0)));
  const marked = encoding.endsWith('without mark') ? text : `\uFEFF${text}`;
  const bytes = new Uint8Array(2 * marked.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < marked.length; i++)
    view.setUint16(2 * i, marked.charCodeAt(i), encoding !== 'utf-16be');
  return bytes;
}

/** A file of this number, the same one always; with `styles` also of numbers, times and truths as people write them. */
export function writtenTable(seed: number, styles?: Styles): WrittenTable {
  const random = new RandomState(seed);
  const below: Below = (n) => Math.floor(random.uniform(0, n));
  const pick: Random = (choices) => choices[below(choices.length)];
  const [delimiter, end, encoding] = [pick(delimiters), pick(lineEnds), pick(encodings)];
  const [quoting, marker, preamble, trailing, header] = [
    pick(quotings),
    pick(markers),
    pick(preambles),
    pick(trailings),
    pick(headers),
  ];
  const width = delimiter === ' ' ? pick([2, 3, 4]) : pick([2, 3, 4, 5, 1]);
  const kinds = Array.from({ length: width }, () => pick(styles ? styledKinds : plainKinds));
  // Spaces between words divide nothing unless there are numbers, nor is a line of words known for a row.
  if (delimiter === ' ' || header === 'none') kinds[width - 1] = 'decimal';
  // A single column has no delimiter, and what looks like one divides it.
  if (width === 1 && kinds[0] === 'hard') kinds[0] = 'word';
  const count = pick([2, 3, 5, 8, 13, 40]);
  const style = kinds.map(
    () =>
      styles && {
        numbers: pick(styles.numbers),
        dates: pick(styles.dates),
        booleans: pick(styles.booleans),
      },
  );
  const fields = Array.from({ length: count }, (_, r) =>
    kinds.map((kind, c) =>
      r > 0 && c > 0 && random.uniform(0, 1) < 0.15 ? undefined : fieldOf(kind, pick, below, style[c]),
    ),
  );
  const rows = fields.map((row) => row.map((field) => field?.text));
  const start = Math.floor(random.uniform(0, names.length));
  const header_ = kinds.map((_, c) => names[(start + c) % names.length]);
  const none = marker === '' && delimiter === ' ' ? 'NA' : marker;
  const quoted = (text: string, kind: Kind | undefined) => {
    const needed =
      /["\n\r]/.test(text) ||
      text.includes(delimiter) ||
      (delimiter === ' ' && /\s/.test(text)) ||
      // A single column has no delimiter, and what looks like one divides it.
      (width === 1 && (/[,;|]/.test(text) || (kind === undefined && text.includes(' '))));
    const wanted = quoting === 'all' || (quoting === 'texts' && !(kind && isNumeric(kind)));
    return needed || wanted ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const ends = () => (end === 'mixed' ? pick(['\n', '\r\n', '\r']) : end);
  const space = () => (delimiter === ' ' ? pick([' ', '  ', '   ']) : delimiter);
  const tail = (of: 'header' | 'row') =>
    delimiter !== ' ' &&
    width > 1 &&
    (trailing === 'all' || (trailing === 'rows' && of === 'row' && header === 'header')) &&
    header === 'header'
      ? delimiter
      : '';
  const line = (fields: readonly string[], of: 'header' | 'row') =>
    (delimiter === ' ' ? pick(['', ' ']) : '') +
    fields.map((field, i) => (i > 0 ? space() : '') + field).join('') +
    tail(of) +
    ends();
  let text = '';
  const titled = header === 'header' && width > 1 && delimiter !== ' ';
  if (preamble === 'sep' && delimiter !== ' ') text += `sep=${delimiter}${ends()}`;
  if (preamble === 'comment') text += `# made by hand${ends()}`;
  if (preamble.startsWith('title') && titled) text += `Report${ends()}`;
  if (preamble === 'titles' && titled) text += `of today${ends()}${ends()}`;
  if (header === 'header')
    text += line(
      header_.map((name) => quoted(name, undefined)),
      'header',
    );
  for (const row of rows)
    text += line(
      row.map((field, c) => (field === undefined ? none : quoted(field, kinds[c]))),
      'row',
    );
  if (random.uniform(0, 1) < 0.3 && !text.endsWith('"')) text = text.replace(/[\r\n]+$/, '');
  return {
    title: JSON.stringify({
      seed,
      delimiter,
      end,
      encoding,
      quoting,
      marker,
      preamble,
      trailing,
      header,
      kinds,
      ...(styles && {
        style: kinds.map((kind, c) => {
          const { numbers, dates, booleans } = style[c] ?? {};
          return { number: numbers, time: dates, boolean: booleans }[kind as string]?.name;
        }),
      }),
    }),
    bytes: encode(text, encoding),
    names: header === 'header' ? header_ : kinds.map((_, c) => `x${c + 1}`),
    rows,
    values: fields.map((row) => row.map((field) => field?.value)),
    kinds,
    numbers: kinds.map(isNumeric),
    options: header === 'told' ? { header: false } : {},
    piece: pick([7, 64, 1000, 1 << 20]),
  };
}

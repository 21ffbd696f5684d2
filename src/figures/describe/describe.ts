import { sparkline } from '../../charts/sparkline.ts';
import { BINS } from '../../data/describe/summary.ts';
import type { ColumnDescription, TableDescription } from '../../data/describe/describe.ts';
import { dateText } from '../../data/reading/dates/write.ts';
import type { ColumnReading } from '../../data/reading/define.ts';
import type { SourceFacts, Table } from '../../data/table.ts';
import type { Block, Json, Result, TableColumn } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { counted } from '../../util/plural.ts';
import { bytes, count, measure, percent } from '../../util/quantity.ts';
import { cutTo } from '../../util/textWidth.ts';

/** A described table, and how it was read. */
export interface Described {
  readonly table: Table;
  readonly description: TableDescription;
}

const kinds: Readonly<Record<ColumnReading['kind'], string>> = {
  number: 'number',
  category: 'category',
  boolean: 'yes or no',
  date: 'date',
  text: 'text',
};

/** Text of a cell: long ones are cut. */
const short = (text: string, most = 18) => cutTo(text, most);

/** What the values of a column are: their range, or the most frequent ones. */
function valuesOf({ kind, summary }: ColumnDescription, reading: ColumnReading | undefined): string {
  const { spread, frequent, distinct } = summary;
  if (spread && reading?.kind === 'date')
    return `${dateText(spread.min, reading.format)} … ${dateText(spread.max, reading.format)}`;
  if (spread)
    return spread.min === spread.max
      ? measure(spread.min)
      : `${measure(spread.min)} … ${measure(spread.max)}`;
  if (!frequent || distinct === 0) return '';
  if (kind === 'text' || distinct > BINS * 10) return short(frequent[0].text, 24);
  const shown = frequent.slice(0, 2).map(({ text }) => short(text, 12));
  return `${shown.join(', ')}${distinct > shown.length ? ', …' : ''}`;
}

function barsOf({ summary: { spread, frequent, distinct } }: ColumnDescription): string {
  if (spread) return spread.max > spread.min ? sparkline(spread.counts, BINS, 0) : '';
  return frequent && distinct > 1 && frequent[0].count > 1
    ? sparkline(
        frequent.map((one) => one.count),
        BINS,
        0,
      )
    : '';
}

const relationText = ({ relation }: ColumnDescription) =>
  relation ? `${relation.measure} ${relation.value.toFixed(2)}` : '';

/** A column of the table of columns; one without any text is left out. */
type Part = readonly [heading: TableColumn, text: (column: ColumnDescription) => string];

function columnsTable({ table, description: { columns, rows } }: Described): Block {
  const parts: readonly Part[] = [
    [{ name: 'column' }, ({ name }) => name],
    [{ name: 'kind' }, ({ kind }) => kinds[kind]],
    [{ name: 'read as', dropAt: 1 }, ({ how }) => short(how ?? '', 26)],
    [
      right('missing', { dropAt: 2 }),
      ({ summary: { missing } }) =>
        missing === 0 ? '' : missing < rows / 100 ? count(missing) : percent(missing / rows),
    ],
    [right('distinct', { dropAt: 4 }), ({ summary: { distinct } }) => count(distinct)],
    [{ name: 'values' }, (column) => valuesOf(column, table.readings?.get(column.name))],
    [{ name: 'histogram', dropAt: 5 }, barsOf],
    [
      right('inputs', { dropAt: 3 }),
      ({ role, inputs }) => (role === 'feature' ? count(inputs.length) : role),
    ],
    [{ name: 'with target', dropAt: 6 }, relationText],
  ];
  const rowsOf = columns.map((column) => parts.map(([, text]) => text(column)));
  const kept = parts.flatMap((_, i) => (rowsOf.some((row) => row[i] !== '') ? [i] : []));
  return {
    kind: 'table',
    columns: kept.map((i) => parts[i][0]),
    rows: rowsOf.map((row) => kept.map((i) => row[i])),
  };
}

const signs: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
  ' ': 'spaces',
};

/** How a file is written, as far as its format knows. */
function fileFacts({
  bytes: size,
  encoding,
  delimiter,
  lineEnds,
  header,
  preambleLines,
  commentLines,
}: SourceFacts) {
  const dialect = [
    ...(encoding === undefined ? [] : [encoding]),
    ...(delimiter === undefined ? [] : [`fields separated by ${signs[delimiter] ?? `"${delimiter}"`}`]),
    ...(lineEnds === undefined ? [] : [`lines end with ${lineEnds}`]),
    ...(header === undefined ? [] : [header ? 'names in the first line' : 'no names of columns']),
    ...(preambleLines ? [`${counted(preambleLines, 'line')} above the table`] : []),
    ...(commentLines ? [counted(commentLines, 'comment line')] : []),
  ];
  const facts: [string, string][] = size === undefined ? [] : [['size', bytes(size)]];
  return dialect.length > 0 ? [...facts, ['written as', dialect.join(', ')] as [string, string]] : facts;
}

function tableFacts({
  table,
  description: { rows, columns, duplicateRows, target, classes },
}: Described): Block {
  const inputs = columns.reduce((sum, column) => sum + column.inputs.length, 0);
  const features = columns.filter(({ role }) => role === 'feature').reduce((sum, { of = 1 }) => sum + of, 0);
  const said = columns.find(({ role }) => role === 'target');
  return {
    kind: 'facts',
    facts: [
      ['file', table.source],
      [
        'rows',
        `${count(rows)}${duplicateRows > 0 ? `, ${counted(duplicateRows, 'duplicate')} among them` : ''}`,
      ],
      [
        'columns',
        `${count(table.columns.length)}, of which ${counted(features, 'feature')}: ${counted(inputs, 'input')}`,
      ],
      ...(target === undefined
        ? []
        : ([
            [
              'target',
              `${target}: ${classes ? counted(said?.summary.distinct ?? 0, 'class', 'classes') : 'a number (regression)'}`,
            ],
          ] as const)),
      ...fileFacts(table.facts ?? {}),
    ],
  };
}

function notes({ columns, warnings }: TableDescription): Block[] {
  const facts = [
    ...warnings.map((text) => ['table', text] as const),
    ...columns.flatMap(({ name, warnings: all }) => all.map((text) => [name, text] as const)),
  ];
  return facts.length === 0
    ? []
    : [
        { kind: 'heading', text: 'To note' },
        { kind: 'facts', facts },
      ];
}

/** The facts of a file by names in the style of the others. */
const writtenJson = ({ lineEnds, preambleLines, commentLines, ...others }: SourceFacts): Json => ({
  ...others,
  ...(lineEnds !== undefined && { line_ends: lineEnds }),
  ...(preambleLines !== undefined && { preamble_lines: preambleLines }),
  ...(commentLines !== undefined && { comment_lines: commentLines }),
});

function columnJson({ name, kind, how, summary, role, inputs, relation, warnings }: ColumnDescription): Json {
  const { missing, distinct, examples, spread, frequent } = summary;
  return {
    name,
    kind,
    ...(how !== undefined && { how }),
    role,
    missing,
    distinct,
    examples: [...examples],
    ...(spread && { ...spread, counts: [...spread.counts] }),
    ...(frequent && { frequent: frequent.map((one) => ({ ...one })) }),
    inputs: [...inputs],
    ...(relation && { relation: { ...relation } }),
    warnings: [...warnings],
  };
}

/** What `nn describe` shows. */
export function describedResult(described: Described): Result {
  const { table, description } = described;
  const { rows, duplicateRows, target, classes, columns, warnings } = description;
  return {
    blocks: () => [tableFacts(described), columnsTable(described), ...notes(description)],
    json: () => ({
      file: table.source,
      rows,
      duplicate_rows: duplicateRows,
      ...(target !== undefined && { target, task: classes ? 'classification' : 'regression' }),
      ...(table.facts && { written: writtenJson(table.facts) }),
      columns: columns.map(columnJson),
      warnings: [...warnings],
    }),
  };
}

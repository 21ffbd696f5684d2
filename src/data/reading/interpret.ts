import { inputError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';
import { columnNamed } from '../columns.ts';
import { placeIn } from '../place.ts';
import { textAt } from '../table.ts';
import type { Column, Table } from '../table.ts';
import { decideNumbers } from './decideNumbers.ts';
import { decideTexts } from './decide.ts';
import type { Deciding, Decision } from './decide.ts';
import { keepsEveryText } from './define.ts';
import type { ColumnChoices, ColumnReading } from './define.ts';
import type { LearnedReadings } from './learned.ts';
import { withoutMissing } from './missingValues.ts';
import { signsOfColumns } from './signs.ts';

/** What is wrong with a column of which a text is no number, or no date. */
function unreadable(table: Table, before: Column, row: number, expected: string): NnError {
  const { name } = before;
  return inputError(`column "${name}": expected ${expected}, found "${textAt(before, row) ?? ''}"`, {
    where: placeIn(table, name, row),
    hint: 'correct the field, or leave it empty for a missing value',
  });
}

/** A table of another file, its columns read as a model learned them; others stay as they are. */
export function interpretAs(table: Table, learned: LearnedReadings): Table {
  const faults = new Map(table.faults);
  const remarks = new Map<string, string>();
  learned.look(table.columns, signsOfColumns(table.columns, table.facts?.delimiter));
  const columns = table.columns.map((before) => {
    const { column, unread, remark, expected = 'a number' } = learned.read(before);
    if (unread.length > 0) faults.set(column.name, unreadable(table, before, unread[0], expected));
    if (remark !== undefined) remarks.set(column.name, remark);
    return column;
  });
  return { ...table, columns, remarks, ...(faults.size > 0 && { faults }) };
}

const decide = (column: Column, deciding: Deciding): Decision | undefined =>
  column.kind === 'category' ? decideTexts(column, deciding) : decideNumbers(column, deciding);

/**
 * Understands the columns of a table from all their values: numbers as people write them, dates, yes and no,
 * categories. Columns of plain numbers are left as they are, unless the user says otherwise.
 *
 * @throws NnError('usage' | 'input') where the choices name no column or do not fit
 */
export function interpretTable(table: Table, choices: ColumnChoices = {}): Table {
  const columns = table.columns.map((column) =>
    withoutMissing(column, choices.missing, keepsEveryText(choices.columns?.get(column.name))),
  );
  const { prefer: proven, lean } = signsOfColumns(columns, table.facts?.delimiter);
  const prefer = choices.decimal ?? proven;
  const readings = new Map<string, ColumnReading>();
  const faults = new Map(table.faults);
  const remarks = new Map<string, string>();
  for (const name of choices.columns?.keys() ?? []) columnNamed(table, name);
  const read = columns.map((column) => {
    const kind = choices.columns?.get(column.name);
    const deciding: Deciding = {
      ...choices,
      ...(prefer !== undefined && { prefer }),
      ...(lean !== undefined && { lean }),
      ...(kind !== undefined && { kind }),
    };
    const decision = decide(column, deciding);
    if (!decision) return column;
    const { reading, fault, remark } = decision;
    readings.set(column.name, kind === undefined ? reading : { ...reading, said: true });
    if (remark !== undefined) remarks.set(column.name, remark);
    if (fault)
      faults.set(
        column.name,
        inputError(fault.message, { where: placeIn(table, column.name, fault.row), hint: fault.hint }),
      );
    return decision.column;
  });
  const { missing = [] } = choices;
  return {
    ...table,
    columns: read,
    readings,
    remarks,
    ...(missing.length > 0 && { missing }),
    ...(faults.size > 0 && { faults }),
  };
}

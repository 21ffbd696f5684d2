import type { SchemaElement, SchemaTree } from 'hyparquet/src/index.js';
import { halfToNumber } from '../binary.ts';
import { bytesText, hexText, uuidText } from '../columnar/bytesText.ts';
import {
  asBigInt,
  clocks,
  decimals,
  integers,
  numbers,
  texts,
  timestamps,
} from '../columnar/fieldReading.ts';
import type { FieldReading } from '../columnar/fieldReading.ts';
import { dateText } from '../columnar/isoTime.ts';

const perSecond = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

const unsigned = (bits: 32 | 64): FieldReading =>
  bits === 32
    ? numbers((value) => Number(value) >>> 0)
    : integers((value) => BigInt.asUintN(64, asBigInt(value)));

/** By the logical type, which newer writers state. */
function logicalReading({ logical_type: type, scale }: SchemaElement): FieldReading | undefined {
  switch (type?.type) {
    case 'STRING':
    case 'ENUM':
    case 'JSON':
      return texts(String, true);
    case 'DATE':
      return texts((value) => dateText(Number(value)));
    case 'UUID':
      return texts((value) => uuidText(value as Uint8Array));
    case 'FLOAT16':
      return numbers((value) => {
        const [low, high] = value as Uint8Array;
        return halfToNumber(low | (high << 8));
      }, true);
    case 'DECIMAL':
      return decimals(scale ?? type.scale);
    case 'TIME':
      return clocks(perSecond[type.unit]);
    case 'TIMESTAMP':
      return timestamps(perSecond[type.unit], type.isAdjustedToUTC);
    case 'INTEGER':
      return type.isSigned || type.bitWidth < 32 ? undefined : unsigned(type.bitWidth === 64 ? 64 : 32);
    default:
      return undefined;
  }
}

/** By the converted type, which older writers state. */
function convertedReading({ converted_type: type, scale = 0 }: SchemaElement): FieldReading | undefined {
  switch (type) {
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return texts(String, true);
    case 'DATE':
      return texts((value) => dateText(Number(value)));
    case 'DECIMAL':
      return decimals(scale);
    case 'TIME_MILLIS':
      return clocks(1000n);
    case 'TIME_MICROS':
      return clocks(1_000_000n);
    // The old types are of Greenwich by their definition.
    case 'TIMESTAMP_MILLIS':
      return timestamps(1000n, true);
    case 'TIMESTAMP_MICROS':
      return timestamps(1_000_000n, true);
    case 'UINT_32':
      return unsigned(32);
    case 'UINT_64':
      return unsigned(64);
    default:
      return undefined;
  }
}

/** By what is stored. */
function storedReading({ type }: SchemaElement): FieldReading {
  switch (type) {
    case 'BOOLEAN':
      return texts(String);
    case 'INT64':
      return integers();
    // Nanoseconds, by the parser that read.ts gives.
    case 'INT96':
      return timestamps(1_000_000_000n, false);
    case 'FLOAT':
      return numbers(Number, true);
    case 'BYTE_ARRAY':
      return texts((value) => bytesText(value as Uint8Array));
    case 'FIXED_LEN_BYTE_ARRAY':
      return texts((value) => hexText(value as Uint8Array));
    default:
      return numbers(Number);
  }
}

/** Types of which no column of a table can be made. */
const noColumn: ReadonlySet<string | undefined> = new Set([
  ...['BSON', 'INTERVAL', 'VARIANT', 'GEOMETRY', 'GEOGRAPHY'],
]);

/** What is read of a column of the schema, or why nothing is. */
export function readingOf({ children, element }: SchemaTree): FieldReading | { readonly leftOut: string } {
  const logical = element.logical_type?.type;
  const type = logical ?? element.converted_type;
  if (children.length > 0) {
    const kind = type === 'LIST' || type === 'MAP' || type === 'VARIANT' ? type.toLowerCase() : 'struct';
    return { leftOut: kind };
  }
  if (element.repetition_type === 'REPEATED') return { leftOut: 'list' };
  if (type !== undefined && noColumn.has(type)) return { leftOut: type.toLowerCase() };
  return logicalReading(element) ?? convertedReading(element) ?? storedReading(element);
}

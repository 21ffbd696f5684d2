import { DateUnit, Precision, TimeUnit, Type } from '@uwdata/flechette';
import type { DataType } from '@uwdata/flechette';
import { bytesText, hexText } from '../columnar/bytesText.ts';
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
import { decimalNumber } from '../columnar/exact.ts';
import { dateText } from '../columnar/isoTime.ts';

/** Flechette gives days as milliseconds. */
const DAY = 86_400_000;

const perSecond = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
} as const;

/** What is read of a column, or in a word what it is when nothing is. */
export type ArrowReading = (FieldReading & { readonly durations?: boolean }) | { readonly leftOut: string };

const nested: Readonly<Record<number, string>> = {
  [Type.List]: 'list',
  [Type.LargeList]: 'list',
  [Type.FixedSizeList]: 'list',
  [Type.ListView]: 'list',
  [Type.LargeListView]: 'list',
  [Type.Struct]: 'struct',
  [Type.Map]: 'map',
  [Type.Union]: 'union',
  [Type.Interval]: 'interval',
};

/** How the values of a type are read. */
export function readingOf(type: DataType): ArrowReading {
  switch (type.typeId) {
    case Type.Null:
      return numbers(Number);
    case Type.Bool:
      return texts(String);
    case Type.Int:
      return type.bitWidth === 64 ? integers() : numbers(Number);
    case Type.Float:
      return numbers(Number, type.precision !== Precision.DOUBLE);
    case Type.Decimal:
      return decimals(type.scale);
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return texts(String);
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
      return texts((value) => bytesText(value as Uint8Array));
    case Type.FixedSizeBinary:
      return texts((value) => hexText(value as Uint8Array));
    case Type.Date:
      return type.unit === DateUnit.DAY
        ? texts((value) => dateText(Number(value) / DAY))
        : timestamps(1000n, false);
    case Type.Time:
      return clocks(perSecond[type.unit]);
    // Values with a time zone are of Greenwich, whatever the zone they are shown in.
    case Type.Timestamp:
      return timestamps(perSecond[type.unit], type.timezone !== null);
    case Type.Duration: {
      const digits = String(perSecond[type.unit]).length - 1;
      return { ...numbers((value) => decimalNumber(asBigInt(value), digits)), durations: true };
    }
    // Words by their numbers, and runs of one value: what is handed out are the values.
    case Type.Dictionary:
      return readingOf(type.dictionary);
    case Type.RunEndEncoded:
      return readingOf(type.children[1].type);
    default:
      return { leftOut: nested[type.typeId] ?? `type ${type.typeId}` };
  }
}

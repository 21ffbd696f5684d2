import type { Encoder, Inputs } from './encoders.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';
import { numberer, tokensOf } from './text.ts';
import type { Vocabulary } from './text.ts';

/** The numbers of the first tokens of each text, then −1; a missing text is all −1. */
export function textEncoder(
  table: Table,
  column: Column,
  feature: Vocabulary & { readonly length: number },
  { out, first, width }: Inputs,
): Encoder {
  const { length } = feature;
  const number = numberer(feature);
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const tokens = tokensOf(textAt(column, rows ? rows[i] : i) ?? '', feature);
      const at = i * width + first;
      for (let t = 0; t < length; t++) out[at + t] = t < tokens.length ? number(tokens[t]) : -1;
    }
  };
}

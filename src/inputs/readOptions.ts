import type { LoadOptions } from '../formats/load.ts';
import type { GlobalOptions } from '../options/globals.ts';

/** How the options of a command ask for a file to be read. */
export const readOptions = (o: GlobalOptions): LoadOptions => ({
  inputFormat: o.inputFormat,
  seed: o.seed,
  ...(o.header !== undefined && { header: o.header }),
  ...(o.delimiter !== undefined && { delimiter: o.delimiter }),
  ...(o.encoding !== undefined && { encoding: o.encoding }),
  ...(o.comment !== undefined && { comment: o.comment }),
  ...(o.decimal !== undefined && { decimal: o.decimal }),
  ...(o.dateFormat !== undefined && { dateFormat: o.dateFormat }),
  ...(o.missing && { missing: o.missing }),
  ...(o.column && { columns: o.column }),
  ...(o.sheet !== undefined && { sheet: o.sheet }),
});

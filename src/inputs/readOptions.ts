import type { LoadOptions } from '../formats/load.ts';
import type { GlobalOptions } from '../options/globals.ts';

/** How --input-format and --header ask for a file to be read. */
export const readOptions = ({ inputFormat, header }: GlobalOptions): LoadOptions => ({
  inputFormat,
  ...(header !== undefined && { header }),
});

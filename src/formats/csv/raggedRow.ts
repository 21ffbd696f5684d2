const QUOTE = 0x22;

/**
 * A row of another number of fields, cut or filled up with empty ones; undefined where its quotes leave open what
 * its fields are.
 */
export function toWidth(row: Uint8Array, delimiter: string, width: number): Uint8Array | undefined {
  const separator = delimiter.charCodeAt(0);
  let fields = 1;
  let open = false;
  for (let i = 0; i < row.length; i++) {
    if (row[i] === QUOTE) open = !open;
    if (open || row[i] !== separator) continue;
    if (fields === width) return row.slice(0, i);
    fields++;
  }
  if (open || row.includes(0)) return undefined;
  const out = new Uint8Array(row.length + width - fields).fill(separator);
  out.set(row);
  return out;
}

/** A line as the first field of a row whose others are empty. */
export function lineOfFields(line: Uint8Array, delimiter: string, width: number): Uint8Array {
  const text = new TextDecoder().decode(line).replaceAll('\0', '').replaceAll('"', '""');
  return new TextEncoder().encode(`"${text}"${delimiter.repeat(width - 1)}`);
}

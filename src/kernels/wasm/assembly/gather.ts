/** Rows shorter than this are copied by a loop; a call of memory.copy costs more than it saves. */
const SHORT_ROW: usize = 256;

export function gatherRows(
  source: usize,
  index: usize,
  cursor: usize,
  out: usize,
  m: i32,
  n: i32,
  total: i32,
  first: i32,
): void {
  index += (<usize>(load<i32>(cursor) + first)) << 2;
  const bytes = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    const row = source + <usize>load<i32>(index) * bytes;
    if (bytes < SHORT_ROW) {
      let at: usize = 0;
      for (; at + 16 <= bytes; at += 16) v128.store(out + at, v128.load(row + at));
      for (; at < bytes; at += 4) store<f32>(out + at, load<f32>(row + at));
    } else memory.copy(out, row, bytes);
    index += 4;
    out += bytes;
  }
}

export function gatherLabels(
  source: usize,
  index: usize,
  cursor: usize,
  out: usize,
  m: i32,
  n: i32,
  total: i32,
  first: i32,
): void {
  if (n != 1) {
    gatherRows(source, index, cursor, out, m, n, total, first);
    return;
  }
  index += (<usize>(load<i32>(cursor) + first)) << 2;
  for (let i = 0; i < m; i++) {
    store<i32>(out, load<i32>(source + ((<usize>load<i32>(index)) << 2)));
    index += 4;
    out += 4;
  }
}

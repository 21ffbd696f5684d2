/** Shrinks columns of w [m × n] to a norm of at most `limit`, four at a time. */
export function maxNorm(w: usize, m: i32, n: i32, limit: f32): void {
  const row = (<usize>n) << 2;
  const end = w + <usize>m * row;
  const bound = f32x4.splat(limit);
  const one = f32x4.splat(1);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const column = (<usize>j) << 2;
    let squares = f32x4.splat(0);
    for (let at = w + column; at < end; at += row) {
      const value = v128.load(at);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const norm = f32x4.sqrt(squares);
    const over = f32x4.gt(norm, bound);
    if (!v128.any_true(over)) continue;
    const scale = v128.bitselect(f32x4.div(bound, f32x4.add(norm, f32x4.splat(1e-7))), one, over);
    for (let at = w + column; at < end; at += row) v128.store(at, f32x4.mul(v128.load(at), scale));
  }
  for (; j < n; j++) {
    const column = (<usize>j) << 2;
    let squares: f32 = 0;
    for (let at = w + column; at < end; at += row) squares += load<f32>(at) * load<f32>(at);
    const norm = sqrt<f32>(squares);
    if (norm <= limit) continue;
    const scale = limit / (norm + 1e-7);
    for (let at = w + column; at < end; at += row) store<f32>(at, load<f32>(at) * scale);
  }
}

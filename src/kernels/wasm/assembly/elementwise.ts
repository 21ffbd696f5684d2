import { map1, map2 } from './map';
import { storeUpTo4 } from './vector';

export function copy(x: usize, out: usize, m: i32, n: i32, ldx: i32, ldo: i32): void {
  const bytes = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    memory.copy(out, x, bytes);
    x += (<usize>ldx) << 2;
    out += (<usize>ldo) << 2;
  }
}

export function fill(out: usize, m: i32, n: i32, value: f32): void {
  const v = f32x4.splat(value);
  const count = m * n;
  for (let i = 0; i < count; i += 4) storeUpTo4(out + ((<usize>i) << 2), v, count - i);
}

@unmanaged
class Add {
  @inline
  apply(a: v128, b: v128, p: f32, q: f32, r: f32): v128 {
    return f32x4.add(a, b);
  }
}
export function add(a: usize, b: usize, out: usize, m: i32, n: i32): void {
  map2<Add>(a, b, out, m * n, 0);
}

@unmanaged
class Multiply {
  @inline
  apply(a: v128, b: v128, p: f32, q: f32, r: f32): v128 {
    return f32x4.mul(a, b);
  }
}
export function multiply(a: usize, b: usize, out: usize, m: i32, n: i32): void {
  map2<Multiply>(a, b, out, m * n, 0);
}

@unmanaged
class Scale {
  @inline
  apply(x: v128, factor: f32): v128 {
    return f32x4.mul(x, f32x4.splat(factor));
  }
}
export function scaleRows(x: usize, s: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    map1<Scale>(x, x, n, load<f32>(s));
    x += (<usize>n) << 2;
    s += 4;
  }
}

/** Scales a gradient down to a norm of at most `limit`; `s` holds the sum of its squares. */
export function clipByNorm(g: usize, s: usize, n: i32, limit: f32): void {
  const norm = <f32>(<f64>sqrt<f32>(load<f32>(s)) + 1e-6);
  const factor = <f32>(<f64>limit / <f64>norm);
  if (factor < 1) map1<Scale>(g, g, n, factor);
}

/** y + p·x, rounded after each operation in both builds, as the reference does. */
@unmanaged
class Axpy {
  @inline
  apply(x: v128, y: v128, alpha: f32, q: f32, r: f32): v128 {
    return f32x4.add(y, f32x4.mul(f32x4.splat(alpha), x));
  }
}
export function axpy(x: usize, y: usize, n: i32, alpha: f32): void {
  map2<Axpy>(x, y, y, n, alpha);
}
export function addL2Grad(w: usize, g: usize, n: i32, lambda: f32): void {
  map2<Axpy>(w, g, g, n, 2 * lambda);
}

@unmanaged
class L1 {
  @inline
  apply(w: v128, g: v128, lambda: f32, q: f32, r: f32): v128 {
    const up = f32x4.splat(lambda);
    return f32x4.add(g, v128.bitselect(f32x4.neg(up), up, f32x4.lt(w, f32x4.splat(0))));
  }
}
export function addL1Grad(w: usize, g: usize, n: i32, lambda: f32): void {
  map2<L1>(w, g, g, n, lambda);
}

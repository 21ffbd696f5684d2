import { matmul, matmulTA, matmulTB } from './matmul';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/members.ts. */

export function spreadMembers(x: usize, s: usize, out: usize, m: i32, members: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    let factors = s;
    for (let v = 0; v < members; v++) {
      for (let j = 0; j < n; j += 4) {
        const at = (<usize>j) << 2;
        const product = f32x4.mul(loadUpTo4(x + at, n - j), loadUpTo4(factors + at, n - j));
        storeUpTo4(out + at, product, n - j);
      }
      factors += row;
      out += row;
    }
    x += row;
  }
}

export function spreadMembersGrad(dy: usize, s: usize, dx: usize, m: i32, members: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j += 4) {
      let from = dy + ((<usize>j) << 2);
      let factors = s + ((<usize>j) << 2);
      let sum = f32x4.splat(0);
      for (let v = 0; v < members; v++) {
        sum = f32x4.add(sum, f32x4.mul(loadUpTo4(from, n - j), loadUpTo4(factors, n - j)));
        from += row;
        factors += row;
      }
      storeUpTo4(dx + ((<usize>j) << 2), sum, n - j);
    }
    dy += <usize>members * row;
    dx += row;
  }
}

export function spreadMembersGradFactors(x: usize, dy: usize, ds: usize, m: i32, members: i32, n: i32): void {
  const row = (<usize>n) << 2;
  memory.fill(ds, 0, <usize>members * row);
  for (let i = 0; i < m; i++) {
    let to = ds;
    for (let v = 0; v < members; v++) {
      for (let j = 0; j < n; j += 4) {
        const at = (<usize>j) << 2;
        const product = f32x4.mul(loadUpTo4(dy + at, n - j), loadUpTo4(x + at, n - j));
        storeUpTo4(to + at, f32x4.add(loadUpTo4(to + at, n - j), product), n - j);
      }
      to += row;
      dy += row;
    }
    x += row;
  }
}

export function meanMembers(x: usize, out: usize, m: i32, members: i32, n: i32): void {
  const row = (<usize>n) << 2;
  const count = f32x4.splat(<f32>members);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j += 4) {
      let from = x + ((<usize>j) << 2);
      let sum = f32x4.splat(0);
      for (let v = 0; v < members; v++) {
        sum = f32x4.add(sum, loadUpTo4(from, n - j));
        from += row;
      }
      storeUpTo4(out + ((<usize>j) << 2), f32x4.div(sum, count), n - j);
    }
    x += <usize>members * row;
    out += row;
  }
}

export function repeatRows(x: usize, out: usize, m: i32, members: i32, n: i32, factor: f32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    for (let v = 0; v < members; v++) {
      for (let j = 0; j < n; j += 4) {
        const at = (<usize>j) << 2;
        storeUpTo4(out + at, f32x4.mul(loadUpTo4(x + at, n - j), f32x4.splat(factor)), n - j);
      }
      out += row;
    }
    x += row;
  }
}

export function repeatLabels(label: usize, out: usize, m: i32, members: i32): void {
  for (let i = 0; i < m; i++) {
    const value = load<i32>(label);
    for (let v = 0; v < members; v++) {
      store<i32>(out, value);
      out += 4;
    }
    label += 4;
  }
}

export function scaleShiftColumns(x: usize, s: usize, b: usize, out: usize, m: i32, n: i32): void {
  const whole = (<usize>(n & ~3)) << 2;
  const rest = n & 3;
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    for (let at: usize = 0; at < whole; at += 16) {
      const scaled = f32x4.mul(v128.load(x + at), v128.load(s + at));
      v128.store(out + at, f32x4.add(scaled, v128.load(b + at)));
    }
    if (rest) {
      const scaled = f32x4.mul(loadUpTo4(x + whole, rest), loadUpTo4(s + whole, rest));
      storeUpTo4(out + whole, f32x4.add(scaled, loadUpTo4(b + whole, rest)), rest);
    }
    x += row;
    out += row;
  }
}

export function membersMatmul(x: usize, w: usize, out: usize, m: i32, members: i32, k: i32, n: i32): void {
  for (let v = 0; v < members; v++) {
    matmul(x, w, out, m, k, n, members * k, n, members * n);
    x += (<usize>k) << 2;
    w += (<usize>(k * n)) << 2;
    out += (<usize>n) << 2;
  }
}

export function membersMatmulTA(x: usize, dy: usize, dw: usize, m: i32, members: i32, k: i32, n: i32): void {
  for (let v = 0; v < members; v++) {
    matmulTA(x, dy, dw, m, k, n, members * k, members * n, n);
    x += (<usize>k) << 2;
    dy += (<usize>n) << 2;
    dw += (<usize>(k * n)) << 2;
  }
}

export function membersMatmulTB(dy: usize, w: usize, dx: usize, m: i32, members: i32, k: i32, n: i32): void {
  for (let v = 0; v < members; v++) {
    matmulTB(dy, w, dx, m, k, n, members * n, n, members * k);
    dy += (<usize>n) << 2;
    w += (<usize>(k * n)) << 2;
    dx += (<usize>k) << 2;
  }
}

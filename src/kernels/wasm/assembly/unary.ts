import { map1, map2 } from './map';
import { exp2d, exp4, expm1Negative4, log1p4, normalCdf2d, sigmoid4, tanh4 } from './math';

/**
 * Activations. Exports have the kernel's name with underscores: unary.leaky-relu is unary_leaky_relu.
 * Gradients take the input or the output as `s`, as the activation declares.
 */

const SELU_ALPHA: f64 = 1.6732632423543772848170429916717;
const SELU_SCALE: f64 = 1.0507009873554804934193349852946;

// @inline
function positive(x: v128): v128 {
  return f32x4.gt(x, f32x4.splat(0));
}

/** Two doubles from the upper two floats. */
// @inline
function upper(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
}

/** Four floats from two pairs of doubles. */
// @inline
function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

@unmanaged
class Linear {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return x;
  }
}
export function unary_linear(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Linear>(x, out, m * n, alpha);
}

@unmanaged
class Step {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return v128.and(positive(x), f32x4.splat(1));
  }
}
export function unary_step(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Step>(x, out, m * n, alpha);
}

@unmanaged
class Relu {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return f32x4.pmax(x, f32x4.splat(0));
  }
}
export function unary_relu(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Relu>(x, out, m * n, alpha);
}

@unmanaged
class LeakyRelu {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return v128.bitselect(x, f32x4.mul(f32x4.splat(alpha), x), positive(x));
  }
}
export function unary_leaky_relu(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<LeakyRelu>(x, out, m * n, alpha);
}

@unmanaged
class Elu {
  @inline
  apply(x: v128, alpha: f32): v128 {
    const below = expm1Negative4(f32x4.pmin(x, f32x4.splat(0)));
    return v128.bitselect(x, f32x4.mul(f32x4.splat(alpha), below), positive(x));
  }
}
export function unary_elu(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Elu>(x, out, m * n, alpha);
}

@unmanaged
class Selu {
  @inline
  apply(x: v128, alpha: f32): v128 {
    const below = expm1Negative4(f32x4.pmin(x, f32x4.splat(0)));
    return v128.bitselect(
      f32x4.mul(f32x4.splat(<f32>SELU_SCALE), x),
      f32x4.mul(f32x4.splat(<f32>(SELU_SCALE * SELU_ALPHA)), below),
      positive(x),
    );
  }
}
export function unary_selu(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Selu>(x, out, m * n, alpha);
}

/** x·Φ(x) in float64, since Φ spans many orders of magnitude. */
// @inline
function gelu2d(x: v128): v128 {
  return f64x2.mul(x, normalCdf2d(x));
}
@unmanaged
class Gelu {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return narrow(gelu2d(f64x2.promote_low_f32x4(x)), gelu2d(upper(x)));
  }
}
export function unary_gelu(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Gelu>(x, out, m * n, alpha);
}

/** √(2/π) and the factor of the cubic term. */
const GELU_FACTOR: f64 = 0.7978845608028654;
const GELU_CUBIC: f64 = 0.044715;

/** ½(1 + tanh u) = 1 / (1 + exp(−2u)) with u = √(2/π)·(x + 0.044715x³). */
// @inline
function geluGate2d(x: v128): v128 {
  const cubic = f64x2.mul(f64x2.mul(x, x), f64x2.mul(x, f64x2.splat(GELU_CUBIC)));
  const u = f64x2.mul(f64x2.add(x, cubic), f64x2.splat(-2.0 * GELU_FACTOR));
  const one = f64x2.splat(1);
  return f64x2.div(one, f64x2.add(one, exp2d(u)));
}
@unmanaged
class GeluTanh {
  @inline
  apply(x: v128, alpha: f32): v128 {
    const low = f64x2.promote_low_f32x4(x);
    const high = upper(x);
    return narrow(f64x2.mul(low, geluGate2d(low)), f64x2.mul(high, geluGate2d(high)));
  }
}
export function unary_gelu_tanh(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<GeluTanh>(x, out, m * n, alpha);
}

@unmanaged
class Silu {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return f32x4.div(x, f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
  }
}
export function unary_silu(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Silu>(x, out, m * n, alpha);
}

/** With u = exp(x): u·(u + 2), of which tanh(softplus(x)) is p / (p + 2); from x = 20 on that is 1. */
// @inline
function mishProduct(x: v128): v128 {
  const u = exp4(f32x4.pmin(x, f32x4.splat(20)));
  return f32x4.mul(u, f32x4.add(u, f32x4.splat(2)));
}

@unmanaged
class Mish {
  @inline
  apply(x: v128, alpha: f32): v128 {
    const p = mishProduct(x);
    return f32x4.mul(x, f32x4.div(p, f32x4.add(p, f32x4.splat(2))));
  }
}
export function unary_mish(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Mish>(x, out, m * n, alpha);
}

@unmanaged
class Softplus {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
  }
}
export function unary_softplus(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Softplus>(x, out, m * n, alpha);
}

@unmanaged
class Sigmoid {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return sigmoid4(x);
  }
}
export function unary_sigmoid(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Sigmoid>(x, out, m * n, alpha);
}

@unmanaged
class HardSigmoid {
  @inline
  apply(x: v128, alpha: f32): v128 {
    const line = f32x4.div(f32x4.add(x, f32x4.splat(3)), f32x4.splat(6));
    return f32x4.min(f32x4.max(line, f32x4.splat(0)), f32x4.splat(1));
  }
}
export function unary_hard_sigmoid(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<HardSigmoid>(x, out, m * n, alpha);
}

@unmanaged
class Tanh {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return tanh4(x);
  }
}
export function unary_tanh(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Tanh>(x, out, m * n, alpha);
}

@unmanaged
class LinearGrad {
  @inline
  apply(s: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return dy;
  }
}
export function unaryGrad_linear(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<LinearGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class ReluGrad {
  @inline
  apply(y: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return v128.and(dy, positive(y));
  }
}
export function unaryGrad_relu(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<ReluGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class LeakyReluGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return v128.bitselect(dy, f32x4.mul(f32x4.splat(alpha), dy), positive(x));
  }
}
export function unaryGrad_leaky_relu(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<LeakyReluGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class EluGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    const below = f32x4.mul(dy, f32x4.mul(f32x4.splat(alpha), exp4(x)));
    return v128.bitselect(dy, below, positive(x));
  }
}
export function unaryGrad_elu(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<EluGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class SeluGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    const below = f32x4.mul(dy, f32x4.mul(f32x4.splat(<f32>(SELU_SCALE * SELU_ALPHA)), exp4(x)));
    return v128.bitselect(f32x4.mul(f32x4.splat(<f32>SELU_SCALE), dy), below, positive(x));
  }
}
export function unaryGrad_selu(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<SeluGrad>(s, dy, dx, m * n, alpha);
}

/** Φ(x) + x·φ(x) */
// @inline
function geluSlope2d(x: v128): v128 {
  const density = f64x2.mul(
    exp2d(f64x2.mul(f64x2.mul(x, x), f64x2.splat(-0.5))),
    f64x2.splat(0.3989422804014327), // 1/√(2π)
  );
  return f64x2.add(normalCdf2d(x), f64x2.mul(x, density));
}
@unmanaged
class GeluGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return f32x4.mul(dy, narrow(geluSlope2d(f64x2.promote_low_f32x4(x)), geluSlope2d(upper(x))));
  }
}
export function unaryGrad_gelu(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<GeluGrad>(s, dy, dx, m * n, alpha);
}

/** With the gate h = ½(1 + t): h + 2x·h(1 − h)·√(2/π)·(1 + 0.134145x²), since 1 − t² = 4h(1 − h). */
// @inline
function geluTanhSlope2d(x: v128): v128 {
  const one = f64x2.splat(1);
  const gate = geluGate2d(x);
  const inner = f64x2.add(one, f64x2.mul(f64x2.mul(x, x), f64x2.splat(3.0 * GELU_CUBIC)));
  const rest = f64x2.mul(
    f64x2.mul(gate, f64x2.sub(one, gate)),
    f64x2.mul(inner, f64x2.splat(2.0 * GELU_FACTOR)),
  );
  return f64x2.add(gate, f64x2.mul(x, rest));
}
@unmanaged
class GeluTanhGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return f32x4.mul(dy, narrow(geluTanhSlope2d(f64x2.promote_low_f32x4(x)), geluTanhSlope2d(upper(x))));
  }
}
export function unaryGrad_gelu_tanh(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<GeluTanhGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class SiluGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    const one = f32x4.splat(1);
    // e / (1 + e) instead of 1 − σ(x), which loses its digits where σ is near 1. Below −80 the slope is 0 in
    // any case.
    x = f32x4.pmax(x, f32x4.splat(-80));
    const e = exp4(f32x4.neg(x));
    const total = f32x4.add(one, e);
    const rest = f32x4.mul(x, f32x4.div(e, total));
    return f32x4.mul(dy, f32x4.div(f32x4.add(one, rest), total));
  }
}
export function unaryGrad_silu(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<SiluGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class MishGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    // t = p / (p + 2), so that 1 − t² is 2 / (p + 2) times 1 + t. Below −80 the slope is 0 in any
    // case, and above 20 it is 1.
    const one = f32x4.splat(1);
    const at = f32x4.pmax(f32x4.pmin(x, f32x4.splat(20)), f32x4.splat(-80));
    const p = mishProduct(at);
    const total = f32x4.add(p, f32x4.splat(2));
    const t = f32x4.div(p, total);
    const less = f32x4.mul(f32x4.div(f32x4.splat(2), total), f32x4.add(one, t));
    const rest = f32x4.mul(less, sigmoid4(at));
    return f32x4.mul(dy, f32x4.add(t, f32x4.mul(at, rest)));
  }
}
export function unaryGrad_mish(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<MishGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class SoftplusGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return f32x4.mul(dy, sigmoid4(x));
  }
}
export function unaryGrad_softplus(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<SoftplusGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class SigmoidGrad {
  @inline
  apply(y: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return f32x4.mul(f32x4.mul(dy, f32x4.sub(f32x4.splat(1), y)), y);
  }
}
export function unaryGrad_sigmoid(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<SigmoidGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class HardSigmoidGrad {
  @inline
  apply(x: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return v128.and(f32x4.div(dy, f32x4.splat(6)), f32x4.lt(f32x4.abs(x), f32x4.splat(3)));
  }
}
export function unaryGrad_hard_sigmoid(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<HardSigmoidGrad>(s, dy, dx, m * n, alpha);
}

@unmanaged
class TanhGrad {
  @inline
  apply(y: v128, dy: v128, alpha: f32, q: f32, r: f32): v128 {
    return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
  }
}
export function unaryGrad_tanh(s: usize, dy: usize, dx: usize, m: i32, n: i32, alpha: f32): void {
  map2<TanhGrad>(s, dy, dx, m * n, alpha);
}

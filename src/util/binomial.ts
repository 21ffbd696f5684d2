/** Where uniform numbers in [0, 1) come from. */
interface Uniform {
  randomSample(): number;
}

/** numpy.random.binomial: inversion while n·p ≤ 30, BTPE above. */
export function binomial(random: Uniform, n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  if (p > 0.5) return n - small(random, n, 1 - p);
  return small(random, n, p);
}

function small(random: Uniform, n: number, p: number): number {
  return n * p <= 30 ? inversion(random, n, p) : btpe(random, n, p);
}

function inversion(random: Uniform, n: number, p: number): number {
  const q = 1 - p;
  const qn = Math.exp(n * Math.log(q));
  const np = n * p;
  const bound = Math.trunc(Math.min(n, np + 10 * Math.sqrt(np * q + 1)));
  let x = 0;
  let px = qn;
  let u = random.randomSample();
  while (u > px) {
    x++;
    if (x > bound) {
      x = 0;
      px = qn;
      u = random.randomSample();
    } else {
      u -= px;
      px = ((n - x + 1) * p * px) / (x * q);
    }
  }
  return x;
}

/** Kachitvichyanukul and Schmeiser 1988, step names as in the paper. */
function btpe(random: Uniform, n: number, p: number): number {
  const r = Math.min(p, 1 - p);
  const q = 1 - r;
  const fm = n * r + r;
  const m = Math.floor(fm);
  const p1 = Math.floor(2.195 * Math.sqrt(n * r * q) - 4.6 * q) + 0.5;
  const xm = m + 0.5;
  const xl = xm - p1;
  const xr = xm + p1;
  const c = 0.134 + 20.5 / (15.3 + m);
  let a = (fm - xl) / (fm - xl * r);
  const lambdaLeft = a * (1 + a / 2);
  a = (xr - fm) / (xr * q);
  const lambdaRight = a * (1 + a / 2);
  const p2 = p1 * (1 + 2 * c);
  const p3 = p2 + c / lambdaLeft;
  const p4 = p3 + c / lambdaRight;
  const nrq = n * r * q;
  for (;;) {
    const u = random.randomSample() * p4;
    let v = random.randomSample();
    let y: number;
    if (u <= p1) return Math.floor(xm - p1 * v + u);
    if (u <= p2) {
      const x = xl + (u - p1) / c;
      v = v * c + 1 - Math.abs(m - x + 0.5) / p1;
      if (v > 1) continue;
      y = Math.floor(x);
    } else if (u <= p3) {
      y = Math.floor(xl + Math.log(v) / lambdaLeft);
      if (y < 0 || v === 0) continue;
      v = v * (u - p2) * lambdaLeft;
    } else {
      y = Math.floor(xr - Math.log(v) / lambdaRight);
      if (y > n || v === 0) continue;
      v = v * (u - p3) * lambdaRight;
    }
    if (btpeAccepts(n, r, q, m, y, v, nrq)) return y;
  }
}

/**
 * The acceptance test of BTPE: by recursion near the mode, by squeezing and Stirling's series away from it.
 */
function btpeAccepts(n: number, r: number, q: number, m: number, y: number, v: number, nrq: number): boolean {
  const k = Math.abs(y - m);
  if (k <= 20 || k >= nrq / 2 - 1) {
    const s = r / q;
    const a = s * (n + 1);
    let f = 1;
    for (let i = m + 1; i <= y; i++) f *= a / i - s;
    for (let i = y + 1; i <= m; i++) f /= a / i - s;
    return v <= f;
  }
  const rho = (k / nrq) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / nrq + 0.5);
  const t = (-k * k) / (2 * nrq);
  const logV = Math.log(v);
  if (logV < t - rho) return true;
  if (logV > t + rho) return false;
  const stirling = (x: number) => {
    const x2 = x * x;
    return (13680 - (462 - (132 - (99 - 140 / x2) / x2) / x2) / x2) / x / 166320;
  };
  const x1 = y + 1;
  const f1 = m + 1;
  const z = n + 1 - m;
  const w = n - y + 1;
  const limit =
    (m + 0.5) * Math.log(f1 / x1) +
    (n - m + 0.5) * Math.log(z / w) +
    (y - m) * Math.log((w * r) / (x1 * q)) +
    stirling(f1) +
    stirling(z) +
    stirling(x1) +
    stirling(w);
  return logV <= limit;
}

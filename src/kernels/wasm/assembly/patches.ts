/** Extents of the convolution at hand. Globals, since memory is shared by all threads and globals are not. */
let h: i32 = 0;
let w: i32 = 0;
let c: i32 = 0;
let kh: i32 = 0;
let kw: i32 = 0;
let cg: i32 = 0;
let oh: i32 = 0;
let ow: i32 = 0;
let strideY: i32 = 0;
let strideX: i32 = 0;
let padTop: i32 = 0;
let padLeft: i32 = 0;
let dilationY: i32 = 0;
let dilationX: i32 = 0;

/** Sets the extents and returns the number of output pixels. */
export function setGeometry(
  images: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  cgOf: i32,
  ohOf: i32,
  owOf: i32,
  strideYOf: i32,
  strideXOf: i32,
  padTopOf: i32,
  padLeftOf: i32,
  dilationYOf: i32,
  dilationXOf: i32,
): i32 {
  h = hOf;
  w = wOf;
  c = cOf;
  kh = khOf;
  kw = kwOf;
  cg = cgOf;
  oh = ohOf;
  ow = owOf;
  strideY = strideYOf;
  strideX = strideXOf;
  padTop = padTopOf;
  padLeft = padLeftOf;
  dilationY = dilationYOf;
  dilationX = dilationXOf;
  return images * oh * ow;
}

export function copyFloats(to: usize, from: usize, n: i32): void {
  const end = to + ((<usize>(n & ~3)) << 2);
  for (; to < end; to += 16) {
    v128.store(to, v128.load(from));
    from += 16;
  }
  if (n & 2) {
    store<u64>(to, load<u64>(from));
    to += 8;
    from += 8;
  }
  if (n & 1) store<u32>(to, load<u32>(from));
}

export function zeroFloats(at: usize, n: i32): void {
  memory.fill(at, 0, (<usize>n) << 2);
}

/** to += from */
export function addFloats(to: usize, from: usize, n: i32): void {
  const end = to + ((<usize>(n & ~3)) << 2);
  for (; to < end; to += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
  }
  const last = to + ((<usize>(n & 3)) << 2);
  for (; to < last; to += 4) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
  }
}

/**
 * What is done with parts of a window, n floats each: those in the image, from `image` on, and those outside
 * of it.
 */
interface Parts {
  run(row: usize, image: usize, n: i32): void;
  outside(row: usize, n: i32): void;
}

/**
 * Goes through the windows of `count` output pixels from `pixel` on, over all images, and the channels of one
 * group. `rows` holds kh·kw·cg floats a window: Op.run gets the parts of it that lie in the image too,
 * Op.outside those that do not.
 */
export function eachRow<Op extends Parts>(
  images: usize,
  rows: usize,
  pixel: i32,
  count: i32,
  group: i32,
): void {
  const op = changetype<Op>(0);
  const size = oh * ow;
  let image = pixel / size;
  let y = (pixel - image * size) / ow;
  let x = pixel - image * size - y * ow;
  const pixelBytes = (<usize>c) << 2;
  const span = (<usize>(kw * cg)) << 2;
  const tap = (<usize>cg) << 2;
  // Neighbours of a window lie next to each other in a row of the image.
  const whole = cg == c && dilationX == 1;
  for (let i = 0; i < count; i++) {
    const top = y * strideY - padTop;
    const left = x * strideX - padLeft;
    const first = images + <usize>(image * h) * <usize>w * pixelBytes + <usize>group * tap;
    for (let r = 0; r < kh; r++) {
      const row = top + r * dilationY;
      if (row < 0 || row >= h) {
        op.outside(rows, kw * cg);
        rows += span;
        continue;
      }
      const line = first + <usize>(row * w) * pixelBytes;
      if (whole) {
        const from = min(kw, max(0, -left));
        const to = max(from, min(kw, w - left));
        if (from > 0) op.outside(rows, from * cg);
        if (to > from)
          op.run(rows + <usize>from * tap, line + <usize>(left + from) * pixelBytes, (to - from) * cg);
        if (to < kw) op.outside(rows + <usize>to * tap, (kw - to) * cg);
        rows += span;
        continue;
      }
      for (let s = 0; s < kw; s++) {
        const column = left + s * dilationX;
        if (column < 0 || column >= w) op.outside(rows, cg);
        else op.run(rows, line + <usize>column * pixelBytes, cg);
        rows += tap;
      }
    }
    x++;
    if (x == ow) {
      x = 0;
      y++;
      if (y == oh) {
        y = 0;
        image++;
      }
    }
  }
}

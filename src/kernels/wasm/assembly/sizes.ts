/**
 * Compile-time numbers 1, 2, 3, 4 as type arguments, so that a generic function is compiled once for each.
 */
export type One = u8;
export type Two = u16;
export type Three = u32;
export type Four = u64;

// @inline
export function atLeast2<N>(): bool {
  return sizeof<N>() >= 2;
}

// @inline
export function atLeast3<N>(): bool {
  return sizeof<N>() >= 4;
}

// @inline
export function is4<N>(): bool {
  return sizeof<N>() == 8;
}

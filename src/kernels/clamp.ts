/** Limits a probability to [clip, 1 − clip] as NNFS does before it takes a logarithm. */
export function clamp(p: number, clip: number, round: (x: number) => number): number {
  return Math.min(Math.max(p, round(clip)), round(1 - clip));
}

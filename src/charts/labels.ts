/** A rectangle of a picture, in the cells of a terminal or in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** A line with a text, and where the text stands when its middle is at a place. */
export interface Labelled {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly boxAt: (x: number, y: number) => Box;
}

/** Places of a text along its line, those in the middle first; and first those near one of its ends. */
const ORDERS = [
  [0.5, 0.4, 0.6, 0.3, 0.7, 0.45, 0.55, 0.35, 0.65, 0.25, 0.75, 0.2, 0.8, 0.16, 0.84],
  [0.25, 0.3, 0.35, 0.4, 0.45, 0.2, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.16, 0.8, 0.84],
  [0.75, 0.7, 0.65, 0.6, 0.55, 0.8, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.84, 0.2, 0.16],
] as const;

function placedBy(shares: readonly number[], lines: readonly Labelled[], taken: readonly Box[]) {
  const boxes: Box[] = [];
  for (const { from, to, boxAt } of lines) {
    const free = shares
      .map((share) => boxAt(from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])))
      .find((box) => ![...taken, ...boxes].some((other) => overlaps(box, other)));
    if (!free) return undefined;
    boxes.push(free);
  }
  return boxes;
}

/**
 * Where the texts of lines stand so that none is on another, or on what is taken; undefined where there is no
 * room for all of them.
 */
export function placeLabels(lines: readonly Labelled[], taken: readonly Box[]): Box[] | undefined {
  for (const shares of ORDERS) {
    const boxes = placedBy(shares, lines, taken);
    if (boxes) return boxes;
  }
  return undefined;
}

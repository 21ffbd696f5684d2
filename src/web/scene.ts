/** How the array is looked at. */
export interface Camera {
  /** Turn around the vertical axis and tilt, radians. */
  readonly yaw: number;
  readonly pitch: number;
  /** Pixels a cell is wide. */
  readonly zoom: number;
}

/** The block of cells that is drawn: of each of its three axes the places from..to−1. */
export interface Block {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
  /** Cells of empty space between neighbours along the first axis. */
  readonly spread: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A side of a cell that is seen. */
export interface Face {
  /** Place along each of the three axes. */
  readonly cell: readonly [number, number, number];
  /** The axis that the side looks along. */
  readonly axis: 0 | 1 | 2;
  readonly corners: readonly [Point, Point, Point, Point];
}

type Vector = readonly [number, number, number];

/**
 * Directions of the axes on the screen: x right, y down, and towards the eye. The array's columns go right,
 * its rows down, its blocks away from the eye.
 */
function directions({ yaw, pitch, zoom }: Camera): readonly [Vector, Vector, Vector] {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  const turned = (x: number, y: number, z: number): Vector => {
    const [ax, az] = [x * cy + z * sy, z * cy - x * sy];
    const [by, bz] = [y * cp + az * sp, az * cp - y * sp];
    return [ax * zoom, by * zoom, bz * zoom];
  };
  return [turned(0, 0, -1), turned(0, 1, 0), turned(1, 0, 0)];
}

/** Where a point of the array, in cells, is on the screen, the middle of the block being at 0, 0. */
export function projector(camera: Camera, { from, to, spread }: Block): (point: Vector) => Point {
  const axes = directions(camera);
  const middle = from.map((low, axis) => (low + to[axis]) / 2);
  return (point) => {
    let [x, y] = [0, 0];
    axes.forEach((direction, axis) => {
      const away = (point[axis] - middle[axis]) * (axis === 0 ? 1 + spread : 1);
      x += away * direction[0];
      y += away * direction[1];
    });
    return { x, y };
  };
}

/**
 * The sides of cells that are seen, farther ones first: of a block of cells only its outside, of a spread one
 * of each layer.
 */
export function facesOf(camera: Camera, block: Block): Face[] {
  const axes = directions(camera);
  // Towards the eye along an axis: its far end (1) or its near one (0) is seen; neither when it is seen
  // edge-on.
  const seen = axes.map(([, , depth]) => (depth > 1e-9 ? 1 : depth < -1e-9 ? 0 : undefined));
  const { from, to, spread } = block;
  const faces: Face[] = [];
  const layers =
    spread > 0
      ? Array.from({ length: to[0] - from[0] }, (_, i) => [from[0] + i, from[0] + i + 1])
      : [[from[0], to[0]]];
  if (seen[0] === 0) layers.reverse();
  const origin = projector(camera, block);
  // Layers stay one cell thick when they are pulled apart.
  const at = (point: Vector, layer: number): Point => {
    const base = origin([layer, point[1], point[2]]);
    return {
      x: base.x + (point[0] - layer) * axes[0][0],
      y: base.y + (point[0] - layer) * axes[0][1],
    };
  };
  for (const [low, high] of layers) {
    const begin: Vector = [low, from[1], from[2]];
    const end: Vector = [high, to[1], to[2]];
    for (const axis of [0, 1, 2] as const) {
      const side = seen[axis];
      if (side === undefined) continue;
      const [u, v] = (
        [
          [1, 2],
          [0, 2],
          [0, 1],
        ] as const
      )[axis];
      const place = side === 1 ? end[axis] - 1 : begin[axis];
      for (let i = begin[u]; i < end[u]; i++) {
        for (let j = begin[v]; j < end[v]; j++) {
          const cell: [number, number, number] = [0, 0, 0];
          [cell[axis], cell[u], cell[v]] = [place, i, j];
          const corner = (du: number, dv: number) => {
            const point: [number, number, number] = [...cell];
            point[axis] += side;
            point[u] += du;
            point[v] += dv;
            return at(point, spread > 0 ? low : point[0]);
          };
          faces.push({ cell, axis, corners: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)] });
        }
      }
    }
  }
  return faces;
}

/** The face under a point of the screen: the nearest one; undefined beside the block. */
export function faceAt(faces: readonly Face[], { x, y }: Point): Face | undefined {
  return faces.findLast(({ corners }) => {
    let side = 0;
    return corners.every((a, i) => {
      const b = corners[(i + 1) % 4];
      const turn = Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));
      if (turn === 0) return true;
      if (side === 0) side = turn;
      return turn === side;
    });
  });
}

/** Cells as wide as they can be so that a block fits into a picture, however it is turned. */
export function fittingZoom(lengths: readonly number[], width: number, height: number): number {
  const diagonal = Math.hypot(...lengths);
  return (0.86 * Math.min(width, height)) / Math.max(1, diagonal);
}

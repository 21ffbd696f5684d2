import { heatShare } from '../charts/palette.ts';
import { axisOf, element, elementOf, fillOf, nameOf, scale, textOf, values, view } from './page.ts';
import { facesOf, fittingZoom, projector } from './scene.ts';
import type { Camera, Face, Point } from './scene.ts';

/** Sides that look away from the light are darker. */
const SHADES = [0, 0.14, 0.07];

function drawFace(ctx: CanvasRenderingContext2D, { cell, axis, corners }: Face, lined: boolean): void {
  const at = elementOf(cell);
  ctx.beginPath();
  corners.forEach(({ x, y }, i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.closePath();
  ctx.fillStyle = fillOf(at);
  ctx.fill();
  ctx.fillStyle = `rgba(0,0,0,${SHADES[axis]})`;
  ctx.fill();
  ctx.strokeStyle = lined ? 'rgba(60,60,60,0.45)' : ctx.fillStyle;
  ctx.stroke();
  const [a, b, c] = corners;
  const text = textOf(at);
  const across = Math.max(Math.abs(b.x - a.x), Math.abs(c.x - b.x));
  const down = Math.max(Math.abs(b.y - a.y), Math.abs(c.y - b.y));
  if (down < 14 || ctx.measureText(text).width > across) return;
  ctx.fillStyle = heatShare(values[at], scale) > 0.55 ? '#fff' : '#222';
  ctx.fillText(text, (a.x + c.x) / 2, (a.y + c.y) / 2);
}

/** Where a name looks best: columns above, rows at the left, blocks at the lower right. */
const LIKED: readonly [number, number][] = [
  [1, 1],
  [-1, 0],
  [0, -1],
];

/** Of the four edges along an axis the one that is outermost on the screen. */
function outerEdge(camera: Camera, drawn: number): [Point, Point] {
  const at = projector(camera, view.block);
  const { from, to } = view.block;
  const [u, v] = [0, 1, 2].filter((axis) => axis !== drawn);
  const edges = [from[u], to[u]].flatMap((pu) =>
    [from[v], to[v]].map((pv): [Point, Point] => {
      const begin: [number, number, number] = [...from];
      [begin[u], begin[v]] = [pu, pv];
      const end: [number, number, number] = [...begin];
      end[drawn] = to[drawn];
      return [at(begin), at(end)];
    }),
  );
  const [right, down] = LIKED[drawn];
  const rank = ([a, b]: [Point, Point]) =>
    Math.round(Math.hypot(a.x + b.x, a.y + b.y)) + 1e-3 * ((a.x + b.x) * right + (a.y + b.y) * down);
  return edges.reduce((best, edge) => (rank(edge) > rank(best) ? edge : best));
}

/** The name of each axis along the edge it runs on. */
function drawAxes(ctx: CanvasRenderingContext2D, camera: Camera): void {
  ctx.fillStyle = '#444';
  ctx.strokeStyle = '#444';
  for (const drawn of [0, 1, 2]) {
    if (axisOf(drawn) < 0) continue;
    const [a, b] = outerEdge(camera, drawn);
    const [mx, my] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
    const away = Math.hypot(mx, my) || 1;
    const offset = 22;
    ctx.save();
    ctx.translate(mx + (mx / away) * offset, my + (my / away) * offset);
    let angle = Math.atan2(b.y - a.y, b.x - a.x);
    const turned = Math.abs(angle) > Math.PI / 2;
    if (turned) angle += Math.PI;
    ctx.rotate(angle);
    ctx.fillText(turned ? `← ${nameOf(drawn)}` : `${nameOf(drawn)} →`, 0, 0);
    ctx.restore();
  }
}

/** Draws the block as it is looked at now. */
export function draw(): void {
  const canvas = element('view', HTMLCanvasElement);
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const fine = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  [canvas.width, canvas.height] = [width * fine, height * fine];
  pen.setTransform(fine, 0, 0, fine, (width / 2) * fine, (height / 2) * fine);
  pen.clearRect(-width / 2, -height / 2, width, height);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = '13px system-ui, sans-serif';
  pen.lineWidth = 0.7;
  const { block, camera } = view;
  const spread = block.to.map((end, axis) => (end - block.from[axis]) * (axis === 0 ? 1 + block.spread : 1));
  const eye = { ...camera, zoom: camera.zoom * fittingZoom(spread, width, height) };
  view.faces = facesOf(eye, block);
  for (const face of view.faces) drawFace(pen, face, eye.zoom > 5);
  drawAxes(pen, eye);
}

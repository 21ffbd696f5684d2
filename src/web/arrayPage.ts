import type { PageData } from '../charts/arrayPage.ts';
import { heatColour, heatShare } from '../charts/palette.ts';
import { axisLength } from '../tensor/shape.ts';
import { measure } from '../util/quantity.ts';
import { facesOf, faceAt, fittingZoom, projector } from './scene.ts';
import type { Block, Camera, Face, Point } from './scene.ts';

// The page of `nn show --html`: it runs in a browser, from one file, without a network.

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`this page has no ${id}`);
  return found;
}

const data = JSON.parse(element('array', HTMLScriptElement).textContent) as PageData;
const values = Float64Array.from(data.values, Number);
const words = data.values;
const rank = data.lengths.length;
/** Axes that a slider chooses one place of; the last three are drawn. */
const outer = Math.max(0, rank - 3);
const pad = Math.max(0, 3 - rank);
const lengths = [...Array.from({ length: pad }, () => 1), ...data.lengths.slice(-3)] as [
  number,
  number,
  number,
];

/** Axis of the array that is axis 0, 1, 2 of the drawing; negative where the array has fewer. */
const axisOf = (drawn: number) => outer + drawn - pad;

const finite = values.filter(Number.isFinite);
const extreme = (pick: (a: number, b: number) => number, start: number) =>
  finite.reduce((a, b) => pick(a, b), start);
let low = extreme(Math.min, Infinity);
let high = extreme(Math.max, -Infinity);
if (low < 0 && high > 0) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
if (low === high) [low, high] = [Math.min(0, low), Math.max(0, high)];

const chosen = Array.from({ length: outer }, () => 0);
const FRONT: Camera = { yaw: 0, pitch: 0, zoom: 1 };
const HOME: Camera = rank > 2 ? { yaw: -0.5, pitch: 0.45, zoom: 1 } : FRONT;
let block: Block = { from: [0, 0, 0], to: lengths, spread: 0 };
let camera = HOME;
let faces: Face[] = [];

const canvas = element('view', HTMLCanvasElement);
const controls = element('controls', HTMLFormElement);
const pen = canvas.getContext('2d');

/** Number of the element in a cell of the drawing. */
function elementOf(cell: readonly number[]): number {
  const index = [...chosen, ...cell.slice(pad)];
  return index.reduce((sum, place, axis) => sum * data.lengths[axis] + place, 0);
}

/** Places in the array of a cell of the drawing, as NumPy counts them. */
const placesOf = (cell: readonly number[]) =>
  [...chosen, ...cell.slice(pad)].map((place, axis) => place * data.steps[axis]);

const textOf = (element: number) => {
  const value = words[element];
  return typeof value === 'number' ? measure(value) : value;
};

const fillOf = (element: number) =>
  Number.isFinite(values[element]) ? heatColour(values[element], { low, high }) : '#bbb';

/** Sides that look away from the light are darker. */
const SHADES = [0, 0.14, 0.07];

function drawFace(ctx: CanvasRenderingContext2D, { cell, axis, corners }: Face, lined: boolean): void {
  const element = elementOf(cell);
  ctx.beginPath();
  corners.forEach(({ x, y }, i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.closePath();
  ctx.fillStyle = fillOf(element);
  ctx.fill();
  ctx.fillStyle = `rgba(0,0,0,${SHADES[axis]})`;
  ctx.fill();
  ctx.strokeStyle = lined ? 'rgba(60,60,60,0.45)' : ctx.fillStyle;
  ctx.stroke();
  const [a, b, c] = corners;
  const text = textOf(element);
  const across = Math.max(Math.abs(b.x - a.x), Math.abs(c.x - b.x));
  const down = Math.max(Math.abs(b.y - a.y), Math.abs(c.y - b.y));
  if (down < 14 || ctx.measureText(text).width > across) return;
  ctx.fillStyle = heatShare(values[element], { low, high }) > 0.55 ? '#fff' : '#222';
  ctx.fillText(text, (a.x + c.x) / 2, (a.y + c.y) / 2);
}

const nameOf = (drawn: number) => {
  const axis = axisOf(drawn);
  return `axis ${axis}: ${axisLength(data.shape, data.axes, axis)}`;
};

/** Where a name looks best: columns above, rows at the left, blocks at the lower right. */
const LIKED: readonly [number, number][] = [
  [1, 1],
  [-1, 0],
  [0, -1],
];

/** Of the four edges along an axis the one that is outermost on the screen. */
function outerEdge(drawn: number): [Point, Point] {
  const at = projector(camera, block);
  const { from, to } = block;
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
function drawAxes(ctx: CanvasRenderingContext2D): void {
  ctx.fillStyle = '#444';
  ctx.strokeStyle = '#444';
  for (const drawn of [0, 1, 2]) {
    if (axisOf(drawn) < 0) continue;
    const [a, b] = outerEdge(drawn);
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

function draw(): void {
  if (!pen) return;
  const scale = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  [canvas.width, canvas.height] = [width * scale, height * scale];
  pen.setTransform(scale, 0, 0, scale, (width / 2) * scale, (height / 2) * scale);
  pen.clearRect(-width / 2, -height / 2, width, height);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = '13px system-ui, sans-serif';
  pen.lineWidth = 0.7;
  const drawnLengths = block.to.map(
    (end, axis) => (end - block.from[axis]) * (axis === 0 ? 1 + block.spread : 1),
  );
  const eye = { ...camera, zoom: camera.zoom * fittingZoom(drawnLengths, width, height) };
  faces = facesOf(eye, block);
  for (const face of faces) drawFace(pen, face, eye.zoom > 5);
  const own = camera;
  camera = eye;
  drawAxes(pen);
  camera = own;
}

/** A table of the first slice that is drawn, as the numbers are in the array. */
function drawTable(): void {
  const MOST = 60;
  const [layer, top, left] = block.from;
  const rows = Math.min(block.to[1], top + MOST);
  const columns = Math.min(block.to[2], left + MOST);
  const fixed = placesOf([layer, 0, 0]).slice(0, Math.max(0, rank - 2));
  const inner = Array.from({ length: Math.min(2, rank) }, () => ':');
  const cut = rows < block.to[1] || columns < block.to[2];
  element('caption', HTMLHeadingElement).textContent =
    `[${[...fixed, ...inner].join(', ')}]${cut ? `, the first ${MOST}` : ''}`;
  const table = document.createElement('table');
  const line = (
    tag: 'td' | 'th',
    name: string,
    cells: readonly string[],
    colours?: readonly [string, boolean][],
  ) => {
    const row = table.insertRow();
    const head = document.createElement('th');
    head.textContent = name;
    row.append(head);
    cells.forEach((text, i) => {
      const cell = document.createElement(tag);
      cell.textContent = text;
      if (colours) {
        cell.style.background = colours[i][0];
        if (colours[i][1]) cell.style.color = '#fff';
      }
      row.append(cell);
    });
  };
  const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const lastAxis = rank - 1;
  line(
    'th',
    '',
    span(left, columns).map((c) => data.columns?.[c] ?? String(c * data.steps[lastAxis])),
  );
  for (const r of span(top, rows)) {
    const elements = span(left, columns).map((c) => elementOf([layer, r, c]));
    line(
      'td',
      rank > 1 ? String(r * data.steps[rank - 2]) : '',
      elements.map(textOf),
      elements.map((at) => [fillOf(at), heatShare(values[at], { low, high }) > 0.55]),
    );
  }
  element('slice', HTMLDivElement).replaceChildren(table);
}

function redraw(): void {
  draw();
  drawTable();
}

function slider(
  parent: HTMLElement,
  name: string,
  { min, max, step, value }: { min: number; max: number; step: number; value: number },
  say: (value: number) => string,
  changed: (value: number) => number,
): HTMLInputElement {
  const label = document.createElement('label');
  const input = document.createElement('input');
  const output = document.createElement('output');
  input.type = 'range';
  [input.min, input.max, input.step, input.value] = [min, max, step, value].map(String) as [
    string,
    string,
    string,
    string,
  ];
  output.textContent = say(value);
  input.addEventListener('input', () => {
    const kept = changed(Number(input.value));
    input.value = String(kept);
    output.textContent = say(kept);
    redraw();
  });
  label.append(name, input, output);
  parent.append(label);
  return input;
}

function group(name: string): HTMLFieldSetElement {
  const set = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = name;
  set.append(legend);
  controls.append(set);
  return set;
}

function button(parent: HTMLElement, name: string, act: () => void): void {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = name;
  made.addEventListener('click', () => {
    act();
    draw();
  });
  parent.append(made, ' ');
}

/** With one of three numbers changed. */
const withPlace = (list: readonly [number, number, number], at: number, value: number) =>
  list.map((old, i) => (i === at ? value : old)) as [number, number, number];

function change(part: Partial<Block>): void {
  block = { ...block, ...part };
}

function buildControls(): void {
  for (let axis = 0; axis < outer; axis++) {
    const place = (value: number) => `${value * data.steps[axis]}`;
    const set = group(`axis ${axis}: ${axisLength(data.shape, data.axes, axis)}`);
    slider(set, 'place', { min: 0, max: data.lengths[axis] - 1, step: 1, value: 0 }, place, (value) => {
      chosen[axis] = value;
      return value;
    });
  }
  for (const drawn of [0, 1, 2]) {
    const axis = axisOf(drawn);
    if (axis < 0 || lengths[drawn] < 2) continue;
    const set = group(nameOf(drawn));
    const range = { min: 0, max: lengths[drawn] - 1, step: 1 };
    const place = (value: number) => String(value * data.steps[axis]);
    slider(set, 'from', { ...range, value: 0 }, place, (value) => {
      const kept = Math.min(value, block.to[drawn] - 1);
      change({ from: withPlace(block.from, drawn, kept) });
      return kept;
    });
    slider(set, 'to', { ...range, value: range.max }, place, (value) => {
      const kept = Math.max(value, block.from[drawn]);
      change({ to: withPlace(block.to, drawn, kept + 1) });
      return kept;
    });
  }
  const view = group('view');
  if (lengths[0] > 1) {
    slider(
      view,
      'pull apart',
      { min: 0, max: 4, step: 0.1, value: 0 },
      (v) => v.toFixed(1),
      (value) => {
        change({ spread: value });
        return value;
      },
    );
  }
  button(view, 'home', () => (camera = HOME));
  button(view, 'front', () => (camera = FRONT));
  button(view, 'top', () => (camera = { yaw: 0, pitch: Math.PI / 2, zoom: 1 }));
  button(view, 'side', () => (camera = { yaw: -Math.PI / 2, pitch: 0, zoom: 1 }));
}

function turn(yaw: number, pitch: number): void {
  const tilt = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, camera.pitch + pitch));
  camera = { ...camera, yaw: camera.yaw + yaw, pitch: tilt };
  draw();
}

function zoomBy(factor: number): void {
  camera = { ...camera, zoom: Math.max(0.2, Math.min(40, camera.zoom * factor)) };
  draw();
}

function pick(event: PointerEvent): void {
  const box = canvas.getBoundingClientRect();
  const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  const face = faceAt(faces, at);
  const line = element('picked', HTMLParagraphElement);
  if (!face) {
    line.textContent = 'point at a cell';
    return;
  }
  const places = placesOf(face.cell);
  const column = data.columns?.[places.at(-1) ?? 0];
  const value = words[elementOf(face.cell)];
  line.textContent = `[${places.join(', ')}] = ${value}${column === undefined ? '' : `   (${column})`}`;
}

function listen(): void {
  let held: { x: number; y: number } | undefined;
  canvas.addEventListener('pointerdown', (event) => {
    held = { x: event.clientX, y: event.clientY };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointerup', () => (held = undefined));
  canvas.addEventListener('pointermove', (event) => {
    if (held) {
      turn((held.x - event.clientX) * -0.008, (event.clientY - held.y) * 0.008);
      held = { x: event.clientX, y: event.clientY };
    } else pick(event);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY * 0.0015));
    },
    { passive: false },
  );
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => turn(-0.1, 0),
    ArrowRight: () => turn(0.1, 0),
    ArrowUp: () => turn(0, -0.1),
    ArrowDown: () => turn(0, 0.1),
    '+': () => zoomBy(1.2),
    '-': () => zoomBy(1 / 1.2),
  };
  canvas.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  window.addEventListener('resize', draw);
}

function drawLegend(): void {
  const legend = element('legend', HTMLDivElement);
  const stops = Array.from({ length: 11 }, (_, i) =>
    heatColour(low + (i / 10) * (high - low), { low, high }),
  );
  const bar = document.createElement('span');
  bar.style.cssText = `display:inline-block;width:14rem;height:0.8rem;margin:0 0.6rem;background:linear-gradient(to right,${stops.join(',')})`;
  legend.append(measure(low), bar, measure(high));
}

element('title', HTMLHeadingElement).textContent = data.title;
const thinned = data.steps.some((step) => step > 1)
  ? ` Of ${data.steps
      .map((step, axis) => (step > 1 ? `axis ${axis} every ${step}th place` : ''))
      .filter(Boolean)
      .join(', ')} is here.`
  : '';
element('about', HTMLParagraphElement).textContent =
  `shape (${data.shape.join(', ')}${rank === 1 ? ',' : ''}), ${data.dtype}. Drag or use the arrow keys to turn, the wheel or + and − to zoom.${thinned}`;
buildControls();
listen();
drawLegend();
redraw();

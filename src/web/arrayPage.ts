import { heatColour } from '../charts/palette.ts';
import { measure } from '../util/quantity.ts';
import { buildControls } from './controls.ts';
import { data, element, elementOf, placesOf, rank, scale, view, words } from './page.ts';
import { draw } from './paint.ts';
import { faceAt } from './scene.ts';
import { drawTable } from './slice.ts';

// The page of `nn show --html`: it runs in a browser, from one file, without a network.

function turn(yaw: number, pitch: number): void {
  const tilt = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, view.camera.pitch + pitch));
  view.camera = { ...view.camera, yaw: view.camera.yaw + yaw, pitch: tilt };
  draw();
}

function zoomBy(factor: number): void {
  view.camera = { ...view.camera, zoom: Math.max(0.2, Math.min(40, view.camera.zoom * factor)) };
  draw();
}

function pick(canvas: HTMLCanvasElement, event: PointerEvent): void {
  const box = canvas.getBoundingClientRect();
  const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  const face = faceAt(view.faces, at);
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

function listen(canvas: HTMLCanvasElement): void {
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
    } else pick(canvas, event);
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
    heatColour(scale.low + (i / 10) * (scale.high - scale.low), scale),
  );
  const bar = document.createElement('span');
  bar.style.cssText = `display:inline-block;width:14rem;height:0.8rem;margin:0 0.6rem;background:linear-gradient(to right,${stops.join(',')})`;
  legend.append(measure(scale.low), bar, measure(scale.high));
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
listen(element('view', HTMLCanvasElement));
drawLegend();
draw();
drawTable();

import { FRONT, HOME, axisOf, data, element, lengths, nameOf, outer, view } from './page.ts';
import { draw } from './paint.ts';
import type { Block } from './scene.ts';
import { drawTable } from './slice.ts';
import { axisLength } from '../tensor/shape.ts';

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
    draw();
    drawTable();
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
  element('controls', HTMLFormElement).append(set);
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
  view.block = { ...view.block, ...part };
}

/** Sliders for the places along every axis, and how the block is looked at. */
export function buildControls(): void {
  for (let axis = 0; axis < outer; axis++) {
    const place = (value: number) => `${value * data.steps[axis]}`;
    const set = group(`axis ${axis}: ${axisLength(data.shape, data.axes, axis)}`);
    slider(set, 'place', { min: 0, max: data.lengths[axis] - 1, step: 1, value: 0 }, place, (value) => {
      view.chosen[axis] = value;
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
      const kept = Math.min(value, view.block.to[drawn] - 1);
      change({ from: withPlace(view.block.from, drawn, kept) });
      return kept;
    });
    slider(set, 'to', { ...range, value: range.max }, place, (value) => {
      const kept = Math.max(value, view.block.from[drawn]);
      change({ to: withPlace(view.block.to, drawn, kept + 1) });
      return kept;
    });
  }
  const set = group('view');
  if (lengths[0] > 1) {
    slider(
      set,
      'pull apart',
      { min: 0, max: 4, step: 0.1, value: 0 },
      (v) => v.toFixed(1),
      (value) => {
        change({ spread: value });
        return value;
      },
    );
  }
  button(set, 'home', () => (view.camera = HOME));
  button(set, 'front', () => (view.camera = FRONT));
  button(set, 'top', () => (view.camera = { yaw: 0, pitch: Math.PI / 2, zoom: 1 }));
  button(set, 'side', () => (view.camera = { yaw: -Math.PI / 2, pitch: 0, zoom: 1 }));
}

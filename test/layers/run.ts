import type { LayerType, Mode, ParameterSpec } from '../../src/layers/define.ts';
import { readFields } from '../../src/util/fieldText.ts';
import { growTo, WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import type { WasmName } from '../../src/kernels/wasm/load.ts';
import { fromFile, shapeInFile, toFile } from '../../src/model/fileLayout.ts';
import { bind } from '../../src/plan/bind.ts';
import type { Overlay } from '../../src/kernels/overlay.ts';
import { PlanBuilder } from '../../src/plan/builder.ts';
import { Arena, plainBacking } from '../../src/plan/arena.ts';
import type { Backing } from '../../src/plan/arena.ts';
import { persistent } from '../../src/plan/plan.ts';
import type { Handle } from '../../src/plan/plan.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { openBackend } from '../kernels/harness.ts';

export interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Where a layer is run: the reference kernels in some precision, or an overlay with its memory. */
export interface Place {
  readonly dtype: 'float32' | 'float64';
  readonly overlay?: {
    readonly overlays: readonly Overlay[];
    readonly backing: Backing;
    readonly reserved: number;
  };
}

/** A network's memory with the kernels of one binary. */
export async function wasmPlace(name: WasmName): Promise<Place> {
  const { overlay, memory } = await openBackend(name);
  const backing = {
    get buffer() {
      return memory.buffer;
    },
    grow: (bytes: number) => growTo(memory, bytes),
  };
  return { dtype: 'float32', overlay: { overlays: [overlay], backing, reserved: WORKSPACE_BYTES } };
}

export const tensorOf = ({ shape, data }: Values): Tensor => ({
  shape,
  data: Float64Array.from(data),
  dtype: 'float64',
});
export const valuesOf = ({ shape, data }: Tensor): Values => ({ shape, data: [...data].map(Number) });

/**
 * What one layer makes of x and, given dy, the gradients; parameters under their names in a file, in its
 * layout.
 */
export function runLayer(
  type: LayerType,
  given: Readonly<Record<string, unknown>>,
  rows: { x: Values; params: Readonly<Record<string, Values>>; dy?: Values; mode?: Mode },
  { dtype, overlay }: Place,
) {
  const { x, params, dy, mode = 'train' } = rows;
  const options = readFields(`layer "${type.name}"`, type.options, given);
  const inferred = type.infer(options, [x.shape], mode);
  const specs = Object.entries(inferred.params ?? {}).filter((entry) => entry[1] !== null) as [
    string,
    ParameterSpec,
  ][];
  const handles: Record<string, Handle> = {
    x: persistent('x', x.shape),
    dx: persistent('dx', x.shape),
    y: persistent('y', inferred.output),
    dy: persistent('dy', inferred.output),
    key: persistent('key', [2], 'int32'),
  };
  for (const [key, { shape }] of specs) {
    handles[key] = persistent(key, shape);
    handles[`d${key}`] = persistent(`d${key}`, shape);
  }
  for (const [key, spec] of Object.entries(inferred.saved ?? {}))
    if (spec) handles[key] = persistent(key, spec.shape, spec.element);
  const builder = new PlanBuilder();
  const { x: input, dx } = handles;
  const context = { options, mode, stream: 0, ...inferred.sizes, ...handles, xs: [input], dxs: [dx] };
  type.forward(builder, context);
  if (dy) type.backward?.(builder, context);
  const plan = builder.plan(Object.values(handles));
  const arena = new Arena(dtype, overlay?.backing ?? plainBacking(), overlay?.reserved);
  arena.reserve(
    Object.values(handles).map(({ storage }) => storage),
    [plan],
  );
  const bound = bind(plan, arena, overlay?.overlays ?? []);
  bound.read(handles.x).set(x.data);
  for (const [key, spec] of specs) {
    const value = params[spec.disk] ?? {
      shape: shapeInFile(spec),
      data: Array.from({ length: sizeOf(spec.shape) }, () => (spec.init === 'ones' ? 1 : 0)),
    };
    bound.read(handles[key]).set(valuesOf(fromFile(spec, tensorOf(value))).data);
  }
  if (dy) bound.read(handles.dy).set(dy.data);
  bound.run();
  const read = (name: string) => [...bound.read(handles[name])].slice(0, sizeOf(handles[name].shape));
  const inFile = (spec: ParameterSpec, name: string) =>
    valuesOf(toFile(spec, tensorOf({ shape: spec.shape, data: read(name) })));
  return {
    backends: bound.backends,
    y: { shape: inferred.output, data: read('y') },
    dx: { shape: x.shape, data: read('dx') },
    gradients: Object.fromEntries(specs.map(([key, spec]) => [spec.disk, inFile(spec, `d${key}`).data])),
    parameters: Object.fromEntries(specs.map(([key, spec]) => [spec.disk, inFile(spec, key).data])),
  };
}

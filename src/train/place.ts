import type { Runtime } from '../model/runtime.ts';
import type { NetworkSpec } from '../model/spec.ts';
import { persistent } from '../plan/plan.ts';
import type { Part } from './request.ts';

/** Puts a data set into a runtime's memory. */
export function place(runtime: Runtime, spec: NetworkSpec, part: Part, label: string) {
  const { x, target, rows, weights } = part;
  const classes = target instanceof Int32Array;
  const handles = {
    x: persistent(`${label} x`, [rows, ...spec.input]),
    target: persistent(
      `${label} target`,
      classes ? [rows] : [rows, target.length / rows],
      classes ? 'int32' : 'float',
    ),
    ...(weights && { weights: persistent(`${label} weights`, [rows, 1]) }),
  };
  runtime.reserve(handles.x, handles.target, ...(handles.weights ? [handles.weights] : []));
  runtime.floats(handles.x).set(x);
  if (classes) runtime.ints(handles.target).set(target);
  else runtime.floats(handles.target).set(target);
  if (handles.weights && weights) runtime.floats(handles.weights).set(weights);
  return handles;
}

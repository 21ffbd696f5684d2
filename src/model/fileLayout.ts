import type { ParameterSpec, Shape } from '../layers/define.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { transpose } from '../tensor/transpose.ts';

/** Which of our axes each axis of a parameter in a file is, as PyTorch lays it out; undefined: the same. */
function axesInFile({ shape, transposed, axes }: ParameterSpec): readonly number[] | undefined {
  return axes ?? (transposed ? shape.map((_, axis) => axis).toReversed() : undefined);
}

/** The shape of a parameter in a file. */
export function shapeInFile(spec: ParameterSpec): Shape {
  return axesInFile(spec)?.map((axis) => spec.shape[axis]) ?? spec.shape;
}

/** A parameter as a file holds it. */
export function toFile(spec: ParameterSpec, tensor: Tensor): Tensor {
  const axes = axesInFile(spec);
  return axes ? transpose(tensor, axes) : tensor;
}

/** A parameter as the formulas read it. */
export function fromFile(spec: ParameterSpec, tensor: Tensor): Tensor {
  const axes = axesInFile(spec);
  return axes
    ? transpose(
        tensor,
        axes.map((_, axis) => axes.indexOf(axis)),
      )
    : tensor;
}

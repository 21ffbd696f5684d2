import { counted } from '../util/plural.ts';
import { usageError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import type { Shape } from './define.ts';
import type { Field } from '../util/fields.ts';
import { sampleText } from './windows.ts';

const shapeField: Field<Shape> = {
  expects: 'a shape such as 28x28x1',
  meaning: 'the new lengths of the axes',
  read(value) {
    const lengths = typeof value === 'string' ? value.split('x').map(Number) : value;
    const proper =
      Array.isArray(lengths) && lengths.length > 0 && lengths.every((n) => Number.isSafeInteger(n) && n > 0);
    return proper ? (lengths as number[]) : undefined;
  },
  write: (shape) => shape.join('x'),
};

/** The same elements under another shape, in the same order. */
export const reshape = defineLayer({
  name: 'reshape',
  summary: 'the elements of a sample under another shape',
  formula: 'y = x, the same elements in the same order',
  shapes: '(n) → shape',
  source: 'numpy.reshape; torch.nn.Unflatten',
  example: 'nn train nn:digits.csv --layers 64,reshape:8x8x1,conv:8:3,relu,flatten,10',
  options: { shape: shapeField },
  positional: ['shape'],
  between: 'passage',
  infer({ shape }, [x]) {
    const [have, want] = [sizeOf(x.slice(1)), sizeOf(shape)];
    if (have !== want)
      throw usageError(`${shape.join('x')} has ${counted(want, 'element')}, the input has ${have}`, {
        hint: `the lengths of the shape must multiply to ${have}, as those of ${sampleText(x)} do`,
      });
    return { output: [x[0], ...shape], alias: true, sizes: {} };
  },
  forward() {},
});

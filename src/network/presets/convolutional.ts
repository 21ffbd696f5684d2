import { usageError } from '../../errors.ts';
import { imageOf, LEAST_SIDE, network } from './define.ts';
import type { Preset } from './define.ts';

/** Below this size the edges that convolutions without padding take away would be missed. */
const SMALL = 20;

function checked(name: string, input: readonly number[]): [number, number, number] {
  const image = imageOf(name, input);
  if (Math.min(image[0], image[1]) >= LEAST_SIDE) return image;
  throw usageError(
    `--model ${name} needs images of at least ${LEAST_SIDE}x${LEAST_SIDE}, found ${input.join('x')}`,
  );
}

/** LeNet-5 (LeCun et al. 1998): two convolutions with tanh and average pooling, three dense layers. */
export const lenet: Preset = {
  name: 'lenet',
  summary: 'LeNet-5, for images: two convolutions with tanh and average pooling, three dense layers',
  source: 'LeCun et al. 1998',
  example: 'nn train nn:digits.csv --image 8x8x1 --model lenet',
  layers(input, outputs) {
    const image = checked('lenet', input);
    const second = Math.min(image[0], image[1]) < SMALL ? 'conv:16:5:same' : 'conv:16:5';
    return network(
      image,
      ...['conv:6:5:same', 'tanh', 'avgpool:2', second, 'tanh', 'avgpool:2'],
      ...['flatten', '120:tanh', '84:tanh', String(outputs)],
    );
  },
};

/** Two 3×3 convolutions with pooling, a dense layer of 128, dropout. */
export const cnn: Preset = {
  name: 'cnn',
  summary: 'for images: two convolutions of 3×3 with ReLU and max pooling, a dense layer of 128, dropout',
  source: "Keras' example mnist_convnet",
  example: 'nn train nn:digits.csv --image 8x8x1 --model cnn',
  layers(input, outputs) {
    const image = checked('cnn', input);
    const padding = Math.min(image[0], image[1]) < SMALL ? ':same' : '';
    return network(
      image,
      ...[`conv:32:3${padding}`, 'relu', 'maxpool:2', `conv:64:3${padding}`, 'relu', 'maxpool:2'],
      ...['flatten', '128', 'dropout:0.5', String(outputs)],
    );
  },
};

import { NnError, usageError } from '../../errors.ts';
import { parseLayers } from '../../network/layerString.ts';
import type { LayerStringOptions } from '../../network/layerString.ts';
import type { NetworkSpec } from '../../network/spec.ts';
import type { GanOptions } from './options.ts';
import type { Encoded } from './samples.ts';

/** The two networks of a GAN as --generator and --discriminator take them. */
interface Networks {
  readonly generator: string;
  readonly discriminator: string;
}

/** Dense networks: for points, and for small images. */
function denseNetworks(latent: number, width: number, classes: number, units: number): Networks {
  return {
    generator: `${latent + classes},${units},${units},${width}`,
    discriminator: `${width + classes},${units},${units},1`,
  };
}

/** Convolutional networks (Radford et al. 2016), for images whose sides are multiples of four. */
function dcgan(latent: number, shape: readonly number[] | undefined): Networks {
  const [h = 0, w = 0, c = 0] = shape ?? [];
  if (h === 0 || h % 4 > 0 || w % 4 > 0) {
    throw usageError(
      shape
        ? `--model dcgan doubles images twice, so that their sides are multiples of 4, found ${shape.join('x')}`
        : '--model dcgan makes images, but the samples are points',
      { hint: shape ? '--model mlp takes any size' : '--image 8x8x1 says that the columns are pixels' },
    );
  }
  const small = `${h / 4}x${w / 4}x128`;
  return {
    generator: [
      ...[latent, `dense:${(h / 4) * (w / 4) * 128}:linear`, `reshape:${small}`, 'batchnorm', 'relu'],
      ...[
        'conv-transpose:64:4:2:same:linear',
        'batchnorm',
        'relu',
        `conv-transpose:${c}:4:2:same`,
        'flatten',
      ],
    ].join(','),
    discriminator: [
      ...[`${h}x${w}x${c}`, 'conv:64:4:2:same', 'leaky-relu:0.2', 'dropout:0.3'],
      ...['conv:128:4:2:same', 'leaky-relu:0.2', 'dropout:0.3', 'flatten', 'dense:1'],
    ].join(','),
  };
}

/**
 * A network by its layer string; errors name the option that it came from.
 *
 * @throws NnError('usage')
 */
function networkOf(option: string, layers: string, options: LayerStringOptions): NetworkSpec {
  try {
    return parseLayers(layers, options);
  } catch (error) {
    if (!(error instanceof NnError) || error.kind !== 'usage') throw error;
    const own = (text: string) => text.replaceAll('--layers', option);
    throw usageError(own(error.message), { ...(error.hint !== undefined && { hint: own(error.hint) }) });
  }
}

/**
 * Generator and discriminator for some samples, as --generator, --discriminator and --model say.
 *
 * @throws NnError('usage')
 */
export function ganNetworks(
  { real, shape }: Pick<Encoded, 'real' | 'shape'>,
  o: Pick<GanOptions, 'latent' | 'model' | 'generator' | 'discriminator'>,
): { readonly generator: NetworkSpec; readonly discriminator: NetworkSpec } {
  const { width, classes } = real;
  const usual =
    o.model === 'dcgan' ? dcgan(o.latent, shape) : denseNetworks(o.latent, width, classes, shape ? 256 : 128);
  return {
    generator: networkOf('--generator', o.generator ?? usual.generator, {
      activation: shape ? 'relu' : 'leaky-relu',
      outputActivation: shape ? 'tanh' : 'linear',
      inputShape: [o.latent + classes],
      outputShape: [width],
    }),
    discriminator: networkOf('--discriminator', o.discriminator ?? usual.discriminator, {
      activation: 'leaky-relu',
      outputActivation: 'sigmoid',
      inputShape: [width + classes],
      outputShape: [1],
    }),
  };
}

import { usageError } from '../errors.ts';
import { warpImages } from '../kernels/augment.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { AugmentContext, Augmentation, Effect, Geometry } from './define.ts';
import { cutout, flip, rotate, shift, zoom } from './image.ts';
import { mixup } from './mixup.ts';
import { jitter, noise } from './noise.ts';
import { crop, scale } from './sequence.ts';
import { parseSingle, splitName } from '../util/fieldText.ts';
import { registry } from '../util/registry.ts';

/** Every augmentation, in the order of the help. */
export const augmentations = registry<Augmentation>('augmentation', [
  noise,
  mixup,
  shift,
  rotate,
  zoom,
  flip,
  cutout,
  jitter,
  scale,
  crop,
]);

/** One augmentation with its amount. */
export interface Chosen {
  readonly augmentation: Augmentation;
  readonly effect: Effect;
}

/**
 * Reads `noise:0.05,shift:2,flip`.
 * @throws {NnError} a usage error with the nearest name, or with what the amount must be
 */
export function parseAugment(text: string): Chosen[] {
  return text.split(',').map((item) => {
    const [name, rest] = splitName(item);
    const augmentation = augmentations.get(name);
    const { amount } = augmentation;
    const field = amount && { name: 'amount', ...amount };
    const example = amount ? `${name}:${amount.fallback}` : name;
    const given = parseSingle(`augmentation "${name}"`, rest, field, example);
    return { augmentation, effect: augmentation.effect(given ?? 1) };
  });
}

/** @throws {NnError} a usage error when an augmentation does not fit inputs of this shape */
export function checkAugment(chosen: readonly Chosen[], shape: readonly number[]): void {
  for (const { augmentation } of chosen) {
    const { name, input } = augmentation;
    if (input === 'any' || shape.length >= 2) continue;
    const [numbers = 1] = shape;
    const side = Math.sqrt(numbers);
    const isSquare = Number.isInteger(side) && side > 3;
    const example = input === 'image' ? '28x28x1,flatten,128,10' : '28x28,flatten,64,10';
    throw usageError(`augmentation ${name} is for ${input}s, but a row is a vector of ${numbers} numbers`, {
      hint:
        input === 'image' && isSquare
          ? `--image ${side}x${side} where they are the pixels of images`
          : `say its shape as the first layer: --layers ${example}`,
    });
  }
}

/** Emits everything but mixup; movements of images become one, so that they are interpolated once. */
export function emitAugment(
  plan: PlanBuilder,
  chosen: readonly Chosen[],
  context: Omit<AugmentContext, 'stream'>,
  firstStream: number,
): Handle {
  let { x } = context;
  let stream = firstStream;
  const movements = chosen.flatMap(({ effect }) => (effect.kind === 'geometry' ? [effect.geometry] : []));
  if (movements.length > 0) {
    const {
      shift: pixels = 0,
      rotate: degrees = 0,
      zoom: share = 0,
      flip: mirror = false,
    }: Geometry = Object.assign({}, ...movements);
    const { shape, rows: m, key } = context;
    const [h = 1, w = 1, c = 1] = shape;
    const out = plan.tensor('x moved', x.shape);
    const radians = (degrees * Math.PI) / 180;
    const amounts = { shift: pixels, radians, zoom: share, flip: mirror ? 1 : 0 };
    plan.emit(warpImages, { key, x, out, m, h, w, c, two: 2, stream: stream++, ...amounts });
    x = out;
  }
  for (const { effect } of chosen)
    if (effect.kind === 'emit') x = effect.emit(plan, { ...context, x, stream: stream++ });
  return x;
}

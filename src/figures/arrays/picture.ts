import { inputError } from '../../errors.ts';
import type { Context } from '../../host/context.ts';
import type { Screen } from '../../host/screen.ts';
import type { Block } from '../../report/result.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { transposed } from '../../tensor/view.ts';
import { chartBlock } from '../chartBlock.ts';
import { heatChart } from './heat.ts';
import type { Shown } from './part.ts';

/** Cells of a heat map in the terminal and in a picture. */
const TERMINAL = { rows: 22, columns: 72 };
const PICTURE = { rows: 96, columns: 96 };

/**
 * An image with its channels first, so that a heat map shows one picture a channel; other arrays as they are.
 */
function channelsFirst(shown: Shown): Shown {
  const { view, source, axes } = shown;
  if (view.shape.length !== 3 || view.dtype !== 'uint8' || view.shape[2] > 4) return shown;
  return {
    ...shown,
    source: `${source}.transpose(2, 0, 1)`,
    view: transposed(view, [2, 0, 1]),
    axes: axes ? [axes[2], axes[0], axes[1]] : ['channels', 'rows', 'columns'],
  };
}

/** @throws NnError('input') for a scalar or an empty array */
function checkElements({ source, view }: Shown): void {
  if (view.shape.length > 0 && sizeOf(view.shape) > 0) return;
  throw inputError(
    `found an array of shape ${shapeToString(view.shape)}, expected at least one axis with elements`,
    { where: { source } },
  );
}

/** An array as a heat map in the terminal. */
export function heatBlock(shown: Shown, screen: Screen): Block {
  const image = channelsFirst(shown);
  return chartBlock(heatChart(image.view, { ...image, most: TERMINAL }), screen);
}

/**
 * The file that -o or --html asks for: a heat map as SVG or PNG, or a page; undefined where they ask for
 * none.
 *
 * @throws NnError('input') for a scalar or an empty array
 */
export async function arrayPicture(
  { files, global, machine }: Pick<Context, 'files' | 'global' | 'machine'>,
  shown: Shown,
  html: boolean,
): Promise<string | Uint8Array | undefined> {
  const extension = global.output?.split('.').at(-1)?.toLowerCase();
  if (extension === 'svg' || extension === 'png') {
    checkElements(shown);
    const { svgOf } = await import('../../charts/svg.ts');
    const image = channelsFirst(shown);
    const svg = svgOf(heatChart(image.view, { ...image, most: PICTURE }));
    return extension === 'svg' ? svg : machine.rasterize(svg);
  }
  if (!html && extension !== 'html') return undefined;
  checkElements(shown);
  const [{ pageOf }, { arrayPage, arrayStyle }, { embedded }] = await Promise.all([
    import('../../charts/page.ts'),
    import('../../charts/arrayPage.ts'),
    import('./embedded.ts'),
  ]);
  const script = new TextDecoder().decode(await files.asset('arrayPage.js'));
  return pageOf(shown.source, arrayPage(embedded(shown)), { style: arrayStyle, script });
}

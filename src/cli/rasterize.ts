import type { Resvg } from '@resvg/resvg-js';
import { failure } from '../errors.ts';
import { executable } from './executable.ts';

/** What its package passes options to, as a text. */
interface Binding {
  readonly Resvg: new (svg: string, options: string) => Resvg;
}

const options = { fitTo: { mode: 'zoom', value: 2 } } as const;

/** What makes a picture of an SVG document; throws where the package for it is not there. */
async function opener(): Promise<(svg: string) => Resvg> {
  const whole = executable();
  if (whole) {
    const { Resvg: Native } = whole.native('resvg') as Binding;
    return (svg) => new Native(svg, JSON.stringify(options));
  }
  const resvg = await import('@resvg/resvg-js');
  return (svg) => new resvg.Resvg(svg, options);
}

/** PNG of an SVG document, twice as fine. Throws where the package for it is not installed. */
export async function rasterize(svg: string): Promise<Uint8Array> {
  const open = await opener().catch(() => {
    throw failure('PNG needs the package @resvg/resvg-js, which is not installed for this platform', {
      hint: 'npm install @resvg/resvg-js, or write .svg',
    });
  });
  return open(svg).render().asPng();
}

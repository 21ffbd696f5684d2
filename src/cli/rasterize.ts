import { failure } from '../errors.ts';

/** PNG of an SVG document, twice as fine. Throws where the package for it is not installed. */
export async function rasterize(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js').catch(() => {
    throw failure('PNG needs the package @resvg/resvg-js, which is not installed for this platform', {
      hint: 'npm install @resvg/resvg-js, or write .svg',
    });
  });
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 } }).render().asPng();
}

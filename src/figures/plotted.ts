import { pageOf } from '../charts/page.ts';
import { pictureSvg } from '../charts/svg.ts';
import type { Computing } from '../host/backend.ts';
import { blocksHtml } from '../report/html.ts';
import type { Json, Result } from '../report/result.ts';
import { pictureBlock, pictureSaysAll } from './chartBlock.ts';
import { pageResult } from './pageResult.ts';
import type { Plotted } from './plot/define.ts';

/** Extensions of the files that a picture can be. */
export const PICTURES = ['svg', 'png', 'html'] as const;

/** A picture and its tables as a page. */
const htmlOf = (picture: Plotted): Promise<string> =>
  pageOf(
    picture.title,
    [pictureSvg(picture), blocksHtml([...(picture.table ?? []), ...(picture.below ?? [])])]
      .join('\n')
      .trimEnd(),
  );

/** What a picture is in a file with this extension; undefined for others. */
async function encoded(
  { machine }: Computing,
  picture: Plotted,
  path: string,
  html: boolean,
): Promise<string | Uint8Array | undefined> {
  const extension = path.split('.').at(-1)?.toLowerCase();
  if (extension === 'svg') return pictureSvg(picture);
  if (extension === 'png') return machine.rasterize(pictureSvg(picture));
  return html || extension === 'html' ? htmlOf(picture) : undefined;
}

/** Typed arrays as plain lists, without what says how names are drawn. */
const plain = (value: unknown): Json =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (key === 'ownLines') return undefined;
      return ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part;
    }),
  ) as Json;

/** The one chart of a picture, or all of them, and what else is known of it. */
const asJson = ({ title, panels, notes, data }: Plotted): Json =>
  plain({
    ...(panels.length === 1 ? panels[0] : { title, panels }),
    ...(notes?.length && { notes }),
    ...data,
  });

/**
 * A picture as a result: drawn in the terminal, or in the file of -o as SVG, PNG or a page.
 *
 * @param html a page on stdout, and in a file of any name
 */
export async function plotted(ports: Computing, picture: Plotted, html: boolean): Promise<Result> {
  const { files, global, screen } = ports;
  const { output, format } = global;
  if (output === undefined && (html || format === 'html')) {
    return pageResult(screen, await htmlOf(picture));
  }
  const file = output === undefined ? undefined : await encoded(ports, picture, output, html);
  if (output === undefined || file === undefined) {
    const table = pictureSaysAll(picture, screen) ? [] : (picture.table ?? []);
    const blocks = () => [pictureBlock(picture, screen), ...table, ...(picture.below ?? [])];
    return { blocks, json: () => asJson(picture), otherFiles: PICTURES };
  }
  await files.write(output, file);
  return { blocks: () => [], json: () => ({ file: output, title: picture.title }), ownOutput: true };
}

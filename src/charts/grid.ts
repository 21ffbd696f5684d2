/** Pictures of one size: [count × height × width × channels], bytes. */
export interface Pictures {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** Grey of a pixel by its red, green and blue (ITU-R 601). */
function greyAt({ channels, data }: Pictures, pixel: number): number {
  const at = pixel * channels;
  return channels < 3 ? data[at] : 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
}

/** Pictures side by side in rows, one pixel apart on black, as one picture. */
export function contactSheet(pictures: Pictures, columns: number): Pictures {
  const { count, height, width, channels, data } = pictures;
  const across = Math.min(columns, count);
  const down = Math.ceil(count / across);
  const sheet = { height: down * (height + 1) - 1, width: across * (width + 1) - 1 };
  const out = new Uint8Array(sheet.height * sheet.width * channels);
  for (let i = 0; i < count; i++) {
    const top = Math.floor(i / across) * (height + 1);
    const left = (i % across) * (width + 1);
    for (let y = 0; y < height; y++) {
      const row = data.subarray((i * height + y) * width * channels, (i * height + y + 1) * width * channels);
      out.set(row, ((top + y) * sheet.width + left) * channels);
    }
  }
  return { count: 1, ...sheet, channels, data: out };
}

const SHADES = ' .:-=+*#%@';

/** Pictures as text, two characters a pixel, as many side by side as the width holds; dark is empty. */
export function pictureLines(pictures: Pictures, width: number): string[] {
  const across = Math.max(1, Math.floor((width + 2) / (2 * pictures.width + 2)));
  const lines: string[] = [];
  for (let from = 0; from < pictures.count; from += across) {
    if (from > 0) lines.push('');
    const to = Math.min(pictures.count, from + across);
    for (let y = 0; y < pictures.height; y++) {
      const parts: string[] = [];
      for (let i = from; i < to; i++) {
        let line = '';
        for (let x = 0; x < pictures.width; x++) {
          const grey = greyAt(pictures, (i * pictures.height + y) * pictures.width + x);
          line += (SHADES[Math.min(9, Math.floor(grey / 25.6))] ?? ' ').repeat(2);
        }
        parts.push(line);
      }
      lines.push(parts.join('  ').trimEnd());
    }
  }
  return lines;
}

/** A bar of `width` signs of which a share is full. */
export function progressBar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '━'.repeat(full) + '─'.repeat(width - full);
}

/** Signs of a bar on a screen of this width, beside what is said of it. */
export const barWidth = (columns: number): number => Math.max(6, Math.min(30, columns - 46));

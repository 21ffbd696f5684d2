import type { RandomAccess } from './define.ts';

/** What is done with a file that stays open, unless it fails. */
export function closedOnError<T>(file: RandomAccess, use: () => T): T {
  try {
    return use();
  } catch (error) {
    file.close?.();
    throw error;
  }
}

/** What is done with a file, which is then closed. */
export async function closedAfter<F extends Pick<RandomAccess, 'close'>, T>(
  file: F,
  use: (file: F) => T | Promise<T>,
): Promise<T> {
  try {
    return await use(file);
  } finally {
    file.close?.();
  }
}

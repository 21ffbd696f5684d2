/** The last part of a path, without slashes at its end: `iris-1` of `runs/iris-1/`. */
export const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? path;

/** The system's name of what went wrong, such as ENOENT; empty for other errors. */
export const errno = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

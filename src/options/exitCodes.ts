/** What a process answers with, and when. */
export const exitCodes = [
  ['0', 'done'],
  ['1', 'the answer is no (evaluate --min, replay --verify, gradcheck), or the run failed (it diverged)'],
  ['2', 'wrong usage, or input that cannot be read'],
  ['130', 'interrupted: Ctrl-C, SIGTERM or a closed terminal'],
] as const;

/** A room of the house: a folder of src, or a file that stands there alone. */
export interface Room {
  readonly name: string;
  readonly purpose: string;
  /** Rooms it may import from, types included, and with them all that those may import from. */
  readonly imports: readonly string[];
}

/** Every room, the lowest first: a room imports only from rooms above it in this list. */
export const rooms: readonly Room[] = [
  { name: 'errors', purpose: 'errors a user reads', imports: [] },
  { name: 'util', purpose: 'small helpers that know nothing of networks', imports: ['errors'] },
  { name: 'tensor', purpose: 'arrays: shapes, views, literals, printing', imports: ['util'] },
  { name: 'kernels', purpose: 'what computes: a reference, WebAssembly and BLAS', imports: ['tensor'] },
  { name: 'plan', purpose: 'kernel calls as data, in memory and on threads', imports: ['kernels'] },
  { name: 'activations', purpose: 'registry of activations', imports: ['kernels'] },
  { name: 'initializers', purpose: 'registry of weight initialisers', imports: ['util'] },
  { name: 'losses', purpose: 'registry of losses', imports: ['plan'] },
  { name: 'optimizers', purpose: 'registry of optimizers', imports: ['plan'] },
  { name: 'schedules', purpose: 'registry of learning-rate schedules', imports: ['util'] },
  { name: 'metrics', purpose: 'registry of metrics', imports: ['util'] },
  { name: 'augment', purpose: 'registry of augmentations', imports: ['plan'] },
  { name: 'layers', purpose: 'registry of layers', imports: ['activations', 'plan'] },
  { name: 'report', purpose: 'blocks of a result', imports: ['tensor'] },
  { name: 'charts', purpose: 'a chart as data, drawn as text or SVG', imports: ['report'] },
  { name: 'web', purpose: 'the page of nn show, which runs in a browser', imports: ['charts'] },
  { name: 'data', purpose: 'tables, features, splits, generated data', imports: ['tensor'] },
  {
    name: 'baselines',
    purpose: 'answers without a network, to compare with',
    imports: ['data', 'metrics'],
  },
  { name: 'formats', purpose: 'file formats', imports: ['data', 'report'] },
  { name: 'network', purpose: 'what a network is', imports: ['initializers', 'layers'] },
  { name: 'model', purpose: 'what a model file is', imports: ['baselines', 'formats', 'network'] },
  { name: 'runtime', purpose: 'what runs a network', imports: ['augment', 'losses', 'model', 'optimizers'] },
  { name: 'train', purpose: 'training', imports: ['metrics', 'runtime', 'schedules'] },
  {
    name: 'options',
    purpose: 'options of the command line',
    imports: ['augment', 'data', 'losses', 'network', 'optimizers', 'schedules'],
  },
  { name: 'explain', purpose: 'one step written out, diagnoses', imports: ['train', 'options'] },
  { name: 'host', purpose: 'what may be asked of the machine', imports: ['explain', 'options'] },
  { name: 'inputs', purpose: 'files as tables, arrays, models', imports: ['host'] },
  { name: 'figures', purpose: 'results as charts and tables', imports: ['charts', 'inputs'] },
  { name: 'tasks', purpose: 'what kinds of data and answers there are', imports: ['figures'] },
  { name: 'runs', purpose: 'a run as data: start, resume, search', imports: ['tasks'] },
  { name: 'library', purpose: 'the functions of the public library', imports: ['runs'] },
  { name: 'index', purpose: 'what the public library exports', imports: ['library'] },
  { name: 'commands', purpose: 'one file per command', imports: ['runs'] },
  { name: 'cli', purpose: 'the machine: process, files, threads, screen', imports: ['commands'] },
];

/** Which room a file of src belongs to, given its path from there. */
export const roomOf = (file: string): string => file.split('/')[0].replace(/\.ts$/, '');

/** All rooms that a room may import from, itself included. */
export function allowedImports(name: string): ReadonlySet<string> {
  const allowed = new Set([name]);
  // A set that grows is visited to its end.
  for (const next of allowed) for (const room of roomNamed(next).imports) allowed.add(room);
  return allowed;
}

function roomNamed(name: string): Room {
  const room = rooms.find((one) => one.name === name);
  if (!room) throw new Error(`test/support/rooms.ts has no room "${name}"`);
  return room;
}

import type { TaskName } from '../tasks/choose.ts';

/** Seconds after which a search of the usual space begins no further trial. */
export const USUAL_SECONDS = 120;

/** What decides most about any network. */
const everywhere = { learningRate: ['1e-3..3e-2:log'], dropout: ['0,0.1,0.3'] };

/** What is searched where no option says it: for a table also the network and its penalty. */
export const usualSpace = (task: TaskName): Readonly<Record<string, readonly string[]>> =>
  task === 'table'
    ? {
        layers: ['auto,{32,128},auto', 'auto,{64,256},{64,256},auto'],
        ...everywhere,
        l2: ['0,1e-4,1e-3,1e-2'],
      }
    : everywhere;

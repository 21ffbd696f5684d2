import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import type { ThreadMemory, Threads } from '../runtime/wasmBackend.ts';
import type { TeamMessage } from '../plan/threads/team.ts';
import { startThread } from './startThread.ts';
import type { WorkerData } from './worker.ts';
import type { World } from './world.ts';

/**
 * Threads of this machine. They hold nothing open: the program ends when its own work ends, and they end with
 * it.
 *
 * @param most --threads; all processors when it is not given
 * @param onEnd takes what ends a thread
 */
export function machineThreads(most: number | undefined, onEnd: World['onEnd'] = () => {}): Threads {
  const processors = availableParallelism();
  return {
    most: most ?? processors,
    processors,
    spawn(_thread, control) {
      const { port1, port2 } = new MessageChannel();
      const data: WorkerData = { control, port: port2 };
      const worker = startThread('worker', { workerData: data, transferList: [port2] });
      // A thread that cannot start is never ready, and the work is done without it.
      worker.on('error', () => {});
      onEnd(() => worker.terminate());
      worker.unref();
      port1.unref();
      return (message: TeamMessage<ThreadMemory>) => port1.postMessage(message);
    },
  };
}

import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { openInThread } from '../runtime/wasmBackend.ts';
import type { ThreadMemory } from '../runtime/wasmBackend.ts';
import { serve } from '../plan/threads/team.ts';
import type { TeamMessage } from '../plan/threads/team.ts';
import { openBlas } from './blas.ts';

/** What a thread is given when it starts. */
export interface WorkerData {
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
}

const { control, port } = workerData as WorkerData;

const receive = (): TeamMessage<ThreadMemory> | undefined => receiveMessageOnPort(port)?.message;

serve(control, receive, (memory) => openInThread(memory, openBlas));

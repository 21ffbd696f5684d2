import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { openInThread } from '../model/wasmBackend.ts';
import type { ThreadMemory } from '../model/wasmBackend.ts';
import { serve } from '../plan/team.ts';
import type { TeamMessage } from '../plan/team.ts';
import { openBlas } from './blas.ts';

/** What a thread is given when it starts. */
export interface WorkerData {
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
}

const { control, port } = workerData as WorkerData;

const receive = (): TeamMessage<ThreadMemory> | undefined => receiveMessageOnPort(port)?.message;

serve(control, receive, (memory) => openInThread(memory, openBlas));

// Names of the files in the folder of a run.

export const MODEL = 'model.safetensors';
export const CHECKPOINT = 'checkpoint.safetensors';
export const HISTORY = 'history.csv';
export const RECORD = 'run.json';

/** Path of a file in the folder of a run. */
export const fileIn = (folder: string, name: string): string => `${folder.replace(/\/+$/, '')}/${name}`;

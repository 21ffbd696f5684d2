import { choice, integer, number, parsed, text, toggle } from '../../options/define.ts';
import type { OptionValues } from '../../options/define.ts';
import { imageSize } from '../../options/imageSize.ts';
import { labelsOption } from '../../options/labels.ts';
import { columnNames } from '../../options/columnNames.ts';

/** The options of nn gan. */
export const ganOptions = {
  target: text('column of classes; the last one where it looks like classes', { placeholder: 'column' }),
  conditional: toggle('give both networks the class (on where there are classes, except with dcgan)'),
  labels: labelsOption,
  drop: parsed('columns to leave out, with commas', columnNames, {
    placeholder: 'columns',
    repeatable: 'joined',
  }),
  image: parsed('the columns are pixels of images of this size: 8x8x1', imageSize, {
    placeholder: 'HxWxC',
  }),
  model: choice('usual networks: dense ones, or convolutions for images', ['mlp', 'dcgan']),
  latent: integer('random numbers that a sample is made of', { default: 64, min: 1 }),
  generator: text('its layers instead: 64,128,128,2 or auto,128,128,auto', { placeholder: 'layers' }),
  discriminator: text('its layers instead: auto,128,128,1', { placeholder: 'layers' }),
  epochs: integer('passes over the data', { default: 200, min: 1 }),
  batchSize: integer('real samples of an update, and as many generated ones', { default: 64, min: 2 }),
  generatorRate: number('learning rate of the generator (Adam)', { default: 0.0005, above: 0 }),
  discriminatorRate: number('learning rate of the discriminator (Adam)', { default: 0.0005, above: 0 }),
  beta1: number('decay of the first moment (Radford et al. 2016)', {
    usual: false,
    default: 0.5,
    min: 0,
    max: 1,
  }),
  discriminatorSteps: integer('updates of the discriminator for each of the generator', {
    usual: false,
    default: 1,
    min: 1,
  }),
  labelSmoothing: number('real samples count as 1 less this (Salimans et al. 2016)', {
    usual: false,
    default: 0.1,
    min: 0,
    max: 0.5,
  }),
  averaging: number("decay of the mean of the generator's weights; 0 keeps the last ones", {
    usual: false,
    default: 0.999,
    min: 0,
    max: 1,
  }),
  run: text('keep checkpoints, model and history in this folder, so that it can be resumed', {
    placeholder: 'folder',
    scope: 'place',
  }),
  resume: text(
    'go on with the run in this folder, with the bits that it would have had; --epochs may be more',
    {
      placeholder: 'folder',
      scope: 'place',
    },
  ),
  checkpoint: number('seconds between two checkpoints in the folder of the run', {
    usual: false,
    default: 10,
    min: 0,
  }),
  history: text('write the figures of every epoch to a CSV file', {
    usual: false,
    placeholder: 'file',
    scope: 'place',
  }),
  logEvery: integer('log every nth epoch only', { usual: false, min: 1 }),
};

export type GanOptions = OptionValues<typeof ganOptions>;

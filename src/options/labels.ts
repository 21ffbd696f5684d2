import { text } from './define.ts';

export const labelsOption = text('file with one label per row, such as the label file of IDX images', {
  placeholder: 'file',
  group: 'Data',
  fixedOnResume: true,
  tasks: ['table', 'text'],
});

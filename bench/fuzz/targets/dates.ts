import { detectDates } from '../../../src/data/reading/dates/detect.ts';
import { parseDateFormat } from '../../../src/data/reading/dates/pattern.ts';
import { dateReader } from '../../../src/data/reading/dates/read.ts';
import { dateText } from '../../../src/data/reading/dates/write.ts';
import type { Target } from '../define.ts';
import { textBytes } from '../source.ts';
import { expectSame } from '../define.ts';

export const dates: Target = {
  name: 'dates',
  words: ['2020', '-', '/', 'T', 'Z', '+02:00', ' 12:30', 'Jan', 'março', 'W05', 'Q1', '31', 'yyyy', 'dd'],
  seeds: async () =>
    [
      '2020-01-31\n2020-02-29',
      '31/12/2019\n01/02/2020',
      '2020-01-31T12:30:00Z\n2020-01-31T12:30:00+02:00',
      'Jan 5, 2020\nFeb 29, 2020',
      '5 de março de 2020\n6 de abril de 2020',
      '2020-W05\n2020-W06',
      '2020Q1\n2020Q2',
      '1577836800\n1577923200',
      'dd/mm/yyyy\n31/12/2019',
    ].map(textBytes),
  async run(input) {
    const [first, ...texts] = new TextDecoder().decode(input).split('\n').slice(0, 50);
    const detected = detectDates([first, ...texts], {});
    if (detected) {
      // A time is written as it was read: read once more, it is the same moment.
      const read = dateReader(detected.format);
      for (const text of [first, ...texts]) {
        const time = read(text);
        if (time === undefined) continue;
        const again = read(dateText(time, detected.format));
        expectSame(String(again), String(time), `${text} as ${detected.format.pattern}`);
      }
    }
    const read = dateReader(parseDateFormat(first));
    for (const text of texts) read(text);
  },
};

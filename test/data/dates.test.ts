import { describe, expect, it } from 'vitest';
import { LearnedReadings } from '../../src/data/reading/learned.ts';
import { detectDates } from '../../src/data/reading/dates/detect.ts';
import { hasDate, parseDateFormat, precisionOf } from '../../src/data/reading/dates/pattern.ts';
import { dateFault, dateReader } from '../../src/data/reading/dates/read.ts';
import { dateText } from '../../src/data/reading/dates/write.ts';
import { golden } from '../support/fixtures.ts';

interface Form {
  readonly texts: readonly string[];
  readonly ms: readonly number[];
}
const goldens = golden<{
  forms: readonly (Form & { readonly pattern: string })[];
  guessed: readonly { readonly text: string; readonly ms: number }[];
  periods: readonly Form[];
  impossible: readonly { readonly pattern: string; readonly text: string }[];
}>('dates.json');

const patternOf = (...texts: readonly string[]) => detectDates(texts)?.format.pattern;

describe('the forms of pandas and dateutil', () => {
  it.each(goldens.forms)('$pattern is found, read and written', ({ pattern, texts, ms }) => {
    const found = detectDates(texts);
    expect(found).toMatchObject({ format: { pattern }, impossible: [], others: [] });
    expect(found?.ambiguous).toBeUndefined();
    const read = dateReader({ pattern });
    expect(texts.map(read)).toEqual(ms);
    // Where texts have more digits than milliseconds, those are zeros.
    expect(ms.map((time) => dateText(time, { pattern }))).toEqual(
      texts.map((text) => (pattern.endsWith('ffffff') ? text.replace(/\d{3}$/, '000') : text)),
    );
  });

  it.each(goldens.guessed)('$text', ({ text, ms }) => {
    const format = detectDates([text])?.format;
    expect(format && dateReader(format)(text)).toBe(ms);
  });

  it.each(goldens.periods)('$texts.0 and what follows', ({ texts, ms }) => {
    const format = detectDates(texts)?.format;
    expect(format && texts.map(dateReader(format))).toEqual(ms);
    expect(format && ms.map((time) => dateText(time, format))).toEqual(texts);
  });

  it.each(goldens.impossible)('$text is no day', ({ pattern, text }) => {
    expect(dateReader({ pattern })(text)).toBeUndefined();
    expect(dateFault(text, { pattern })).toMatch(/^(?:there is no|\p{L}+ \d{4} has \d\d days)/u);
  });
});

/** Days of 2021 from its first on, so that a form is clear. */
const days = (write: (day: number) => string) => Array.from({ length: 31 }, (_, i) => write(i + 1));

it('every day of two centuries is the one that Date says', () => {
  const formats = ['yyyy-mm-dd', 'dd/mm/yyyy', 'yyyy-Www-d'].map((pattern) => ({ pattern }));
  for (let ms = Date.UTC(1899, 11, 25); ms < Date.UTC(2101, 0, 9); ms += 86_400_000) {
    const [iso, day, week] = formats.map((format) => dateText(ms, format));
    expect(iso).toBe(new Date(ms).toISOString().slice(0, 10));
    expect([iso, day, week].map((text, i) => dateReader(formats[i])(text))).toEqual([ms, ms, ms]);
  }
});

it('a day behind the year is no month where it is said', () => {
  expect(dateReader({ pattern: 'yyyy-dd-mm' })('2020-02-01')).toBe(Date.UTC(2020, 0, 2));
});

describe('a form reads only what it writes again', () => {
  const iso = ['2020-01-31', '2020-01-3', '2024-05-17 12:30', '2020-01-31T12:30:00Z', '1919-05-01'];

  it.each([
    'yyyy-mm',
    'yyyy-m',
    'mm/yyyy',
    'mmm yyyy',
    'yyyy',
    'yyyy-Qq',
    'yyyy-Www',
    'hh:mm',
    'hh:mmZ',
    'dd/yyyy',
  ])('%s reads no ISO date', (pattern) => {
    expect(iso.map(dateReader({ pattern }))).toEqual(iso.map(() => undefined));
  });

  it.each(['dd/mm/yyyy', 'd mmm yyyy', 'yyyy-Www-d', 'yyyymmdd', 'Ddd, dd/mm/yyyy hh:mm'])(
    '%s reads them',
    (pattern) => {
      const [first, short, , , old] = iso.map(dateReader({ pattern }));
      expect([first, short, old]).toEqual([
        Date.UTC(2020, 0, 31),
        Date.UTC(2020, 0, 3),
        Date.UTC(1919, 4, 1),
      ]);
    },
  );

  it('two digits read the century that they write', () => {
    const read = dateReader({ pattern: 'dd/mm/yy' });
    expect(read('2020-01-31')).toBe(Date.UTC(2020, 0, 31));
    expect([read('1919-05-01'), read('1919-5-1')]).toEqual([undefined, undefined]);
  });

  it('a model that learned months takes days as their months, and says so', () => {
    const months = { name: 'when', kind: 'date', format: { pattern: 'yyyy-mm' } } as const;
    const learned = new LearnedReadings(new Map([['when', months]]));
    const days = ['2024-05-17', '2024-06-30'];
    const { column, remark } = learned.read({
      name: 'when',
      kind: 'category',
      codes: Int32Array.of(0, 1),
      categories: days,
      missing: 0,
    });
    expect(column).toMatchObject({ categories: ['2024-05', '2024-06'] });
    expect(remark).toMatch(/dates are read as yyyy-mm-dd, those of training were yyyy-mm/);
  });
});

describe('names of months and days in Portuguese', () => {
  const instant = (...texts: readonly string[]) => {
    const format = detectDates(texts)?.format;
    return (
      format && texts.map((text) => new Date(dateReader(format)(text) ?? NaN).toISOString().slice(0, 10))
    );
  };

  it.each([
    ['5 de março de 2021', '2021-03-05', 'd de mmmm de yyyy'],
    ['05 de Fevereiro de 2021', '2021-02-05', 'dd de Mmmm de yyyy'],
    ['1º de maio de 2021', '2021-05-01', 'd de mmm de yyyy'],
    ['março de 2021', '2021-03-01', 'mmmm de yyyy'],
    ['dez/2021', '2021-12-01', '[pt] mmm/yyyy'],
    ['out. 2021', '2021-10-01', '[pt] mmm. yyyy'],
    ['7 set 2021', '2021-09-07', '[pt] d mmm yyyy'],
    ['seg, 06 set 2021', '2021-09-06', '[pt] ddd, dd mmm yyyy'],
    ['terça-feira, 7 de setembro de 2021', '2021-09-07', 'dddd, d de mmmm de yyyy'],
    ['4T2021', '2021-10-01', 'qTyyyy'],
  ])('%s', (text, day, pattern) => {
    expect(patternOf(text)).toBe(pattern);
    expect(instant(text)).toEqual([day]);
  });

  it('writes what it read', () => {
    for (const text of ['5 de março de 2021', 'dez/2021', 'SET/2021', 'terça-feira, 7 de setembro de 2021']) {
      const format = detectDates([text])?.format;
      expect(format && dateText(dateReader(format)(text) ?? NaN, format)).toBe(text);
    }
  });

  it('knows março without its mark', () => {
    expect(instant('5 de marco de 2021')).toEqual(['2021-03-05']);
  });
});

describe('day and month where no number is above 12', () => {
  const both = ['05/01/2021', '04/02/2021', '09/03/2021', '01/07/2021'];
  it('a number above 12 decides', () => {
    expect(detectDates([...both, '13/04/2021'])).toMatchObject({ format: { pattern: 'dd/mm/yyyy' } });
    expect(detectDates([...both, '04/13/2021'])).toMatchObject({ format: { pattern: 'mm/dd/yyyy' } });
    expect(detectDates([...both, '13/04/2021'])?.ambiguous).toBeUndefined();
  });

  it('says the other order where both fit; the day stands first', () => {
    expect(detectDates(['05/04/2021', '04/02/2021'])).toEqual({
      format: { pattern: 'dd/mm/yyyy' },
      ambiguous: { pattern: 'mm/dd/yyyy' },
      why: 'the day is taken to stand first',
      impossible: [],
      others: [],
    });
  });

  it('believes who knows better, but not for points', () => {
    const hint = { dayFirst: false };
    expect(detectDates(['05/04/2021', '04/02/2021'], hint)?.format.pattern).toBe('mm/dd/yyyy');
    expect(detectDates(['05.04.2021', '04.02.2021'], hint)?.format.pattern).toBe('dd.mm.yyyy');
  });

  it('takes the order under which the rows are sorted', () => {
    expect(detectDates(both)?.format.pattern).toBe('dd/mm/yyyy');
    expect(patternOf('01/05/2021', '02/04/2021', '03/09/2021')).toBe('mm/dd/yyyy');
  });

  it('takes the number that is always 1 for the day', () => {
    expect(patternOf('01/01/2021', '02/01/2021', '03/01/2021')).toBe('mm/dd/yyyy');
    expect(patternOf('01/01/2021', '01/02/2021', '01/03/2021')).toBe('dd/mm/yyyy');
  });
});

describe('texts that are no dates', () => {
  it.each([
    '10.5.3',
    '123-45-6789',
    'v1.2',
    '555-1234',
    '12345678',
    '20209931',
    'May',
    'second',
    '3/4',
    '1:2:3',
    '4711-11',
    '123456789012',
  ])('%s', (text) => {
    expect(detectDates([text])).toBeUndefined();
  });

  it('days that do not exist are named where nearly all others do', () => {
    const texts = [...days((day) => `2021-01-${String(day).padStart(2, '0')}`), '2021-02-31'];
    expect(detectDates(texts)).toEqual({ format: { pattern: 'yyyy-mm-dd' }, impossible: [31], others: [] });
    expect(dateFault('2021-02-31', { pattern: 'yyyy-mm-dd' })).toBe('February 2021 has 28 days');
  });

  it('and texts of another kind among many dates', () => {
    expect(detectDates([...days((day) => `${day}/1/2021`), 'soon'])?.others).toEqual([31]);
    expect(detectDates(['2021-01-01', 'soon', '2021-01-02'])).toBeUndefined();
  });
});

describe('--date-format', () => {
  const given = (format: string, ...texts: readonly string[]) => detectDates(texts, { given: format });

  it('decides, and what does not exist under it is an error', () => {
    expect(given('mm/dd/yyyy', '05/04/2021')).toEqual({
      format: { pattern: 'mm/dd/yyyy' },
      impossible: [],
      others: [],
    });
    expect(given('mm/dd/yyyy', '13/04/2021', '05/04/2021')?.impossible).toEqual([0]);
    expect(dateFault('13/04/2021', { pattern: 'mm/dd/yyyy' })).toBe('there is no month 13');
  });

  it('leaves columns of another form to themselves', () => {
    expect(given('dd/mm/yyyy', '2021-04-05')?.format.pattern).toBe('yyyy-mm-dd');
    expect(given('dd/mm/yyyy', 'red')).toBeUndefined();
  });

  it('knows the letters of strptime, capitals and Portuguese', () => {
    expect(parseDateFormat('%d/%m/%Y %H:%M:%S').pattern).toBe('dd/mm/yyyy hh:mm:ss');
    expect(dateReader(parseDateFormat('DD/MM/YYYY'))('31/12/2021')).toBe(Date.UTC(2021, 11, 31));
    expect(dateReader(parseDateFormat('dd/mm/aaaa'))('31/12/2021')).toBe(Date.UTC(2021, 11, 31));
    expect(dateReader(parseDateFormat('yy-mm-dd'))('21-12-31')).toBe(Date.UTC(2021, 11, 31));
  });

  it('reads seconds and milliseconds since 1970 where it is said', () => {
    expect(dateReader({ pattern: 'unix' })('1582934400')).toBe(Date.UTC(2020, 1, 29));
    expect(dateReader({ pattern: 'unix-ms' })('1582934400000')).toBe(Date.UTC(2020, 1, 29));
    expect(dateText(Date.UTC(2020, 1, 29), { pattern: 'unix' })).toBe('1582934400');
    expect(patternOf('1582934400')).toBeUndefined();
  });

  it.each(['xyz', 'date', '', 'hello yyyy'])('refuses "%s"', (pattern) => {
    expect(() => parseDateFormat(pattern)).toThrow('is no form of a date');
  });
});

describe('what a format tells', () => {
  it.each([
    ['yyyy', 'year'],
    ['yyyy-Qq', 'quarter'],
    ['[pt] mmm/yyyy', 'month'],
    ['yyyy-Www', 'week'],
    ['dd/mm/yyyy', 'day'],
    ['yyyy-Www-d', 'day'],
    ['dd/mm/yyyy hh:mm', 'minute'],
    ['yyyy-mm-dd hh:mm:ssZ', 'second'],
    ['yyyy-mm-dd hh:mm:ss.fff', 'millisecond'],
    ['unix', 'second'],
  ])('%s: %s', (pattern, unit) => {
    expect(precisionOf({ pattern })).toBe(unit);
    expect(hasDate({ pattern })).toBe(true);
  });

  it('a time of the day is no date', () => {
    expect(patternOf('08:30', '14:05')).toBe('hh:mm');
    expect(hasDate({ pattern: 'hh:mm' })).toBe(false);
  });

  it('other forms of the same column are read too: ISO, with and without time', () => {
    const read = dateReader({ pattern: 'dd/mm/yyyy' });
    expect(['31/12/2021', '2021-12-31', '31/12/2021 00:00', '2021-12-31T00:00:00Z'].map(read)).toEqual(
      Array(4).fill(Date.UTC(2021, 11, 31)),
    );
  });

  it('offsets from UTC are instants; all the same one is written again', () => {
    const texts = ['2021-01-31T22:00:00-03:00', '2021-02-01T08:00:00-03:00'];
    const format = detectDates(texts)?.format ?? { pattern: '' };
    expect(dateReader(format)(texts[0])).toBe(Date.UTC(2021, 1, 1, 1));
    expect(texts.map((text) => dateText(dateReader(format)(text) ?? NaN, format))).toEqual(texts);
  });
});

it('days that no month has tell which number is the month', () => {
  const first = detectDates(['30.02.2024', '01.03.2024', '02.03.2024', '04.03.2024']);
  expect([first?.format.pattern, first?.ambiguous, first?.impossible]).toEqual([
    'dd.mm.yyyy',
    undefined,
    [0],
  ]);
  const second = detectDates(['02/30/2024', '03/01/2024', '03/02/2024', '03/04/2024']);
  expect([second?.format.pattern, second?.ambiguous, second?.impossible]).toEqual([
    ...['mm/dd/yyyy', undefined],
    [0],
  ]);
});

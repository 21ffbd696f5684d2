import { describe, expect, it } from 'vitest';
import { predict, readTable, tableFromRows, train } from '../../src/index.ts';

const rows = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i)).join('\n');

describe('tables of people', () => {
  const text = `bairro;área;vendido;preço\n${rows(40, (i) => `${i % 2 ? 'Centro' : 'Savassi'};${30 + i},5;${i % 3 ? 'sim' : 'não'};R$ ${i + 1}.000,00`)}\n`;

  it('are understood, and say how', async () => {
    const table = await readTable({ text });
    expect(table.columns.map(({ kind }) => kind)).toEqual(['category', 'number', 'category', 'number']);
    expect([...(table.readings?.values() ?? [])].map(({ name, kind }) => [name, kind])).toEqual([
      ['bairro', 'category'],
      ['área', 'number'],
      ['vendido', 'boolean'],
      ['preço', 'number'],
    ]);
  });

  it('take options where the values do not tell', async () => {
    const source = { text: 'a,b\n1.250,x\n2.500,y\n' };
    const plain = await readTable(source);
    const comma = await readTable(source, { decimal: ',' });
    const texts = await readTable(source, { columns: new Map([['a', 'category']]) });
    expect(plain.columns[0]).toMatchObject({ kind: 'number', values: Float64Array.of(1.25, 2.5) });
    expect(comma.columns[0]).toMatchObject({ kind: 'number', values: Float64Array.of(1250, 2500) });
    expect(texts.columns[0]).toMatchObject({ kind: 'category', categories: ['1.250', '2.500'] });
  });

  it('give the same answers however they are written', async () => {
    const { model } = await train(await readTable({ text }), { epochs: 2, kernels: 'reference' });
    const written = { bairro: 'CENTRO', área: '45,5', vendido: 'Sim' };
    const plain = { bairro: 'Centro', área: 45.5, vendido: true };
    const [first, second] = await Promise.all(
      [written, plain].map((row) => predict(model, [row], { kernels: 'reference' })),
    );
    expect(first).toEqual(second);
    await expect(predict(model, [{ ...plain, área: 'grande' }])).rejects.toThrow(
      'column "área": expected a number, found "grande"',
    );
  });

  it('made of records are understood too', () => {
    const table = tableFromRows([
      { day: '2024-01-31', n: '1,284' },
      { day: '2024-02-29', n: '12' },
    ]);
    expect(table.readings?.get('day')).toMatchObject({ kind: 'date', format: { pattern: 'yyyy-mm-dd' } });
    expect(table.columns[1]).toMatchObject({ kind: 'number', values: Float64Array.of(1284, 12) });
  });
});

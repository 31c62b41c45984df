import { describe, expect, it } from 'vitest';
import { layDetails, layTable } from '../../console/table.ts';

const columns = [
  { title: 'NAME', value: ({ name }: Row) => name },
  { title: 'DOMAINS', value: ({ domains }: Row) => domains },
  { title: 'ID', value: ({ id }: Row) => id, whole: true },
];
type Row = { readonly name: string; readonly domains?: string; readonly id: string };
const rows: readonly Row[] = [
  { name: 'Acme', domains: 'acme.com, acme.co.uk, acme.example', id: '3f0c2a11' },
  { name: 'A company with a long name', id: '77aa00ff' },
];

describe('a table', () => {
  it('is as wide as what it holds where there is no terminal', () => {
    expect(layTable(rows, columns, { columns: undefined, colours: false }).split('\n')).toEqual([
      'NAME                        DOMAINS                             ID',
      'Acme                        acme.com, acme.co.uk, acme.example  3f0c2a11',
      'A company with a long name                                      77aa00ff',
    ]);
  });

  it('takes from the widest columns what the terminal is too narrow for, and never from ids', () => {
    const lines = layTable(rows, columns, { columns: 40, colours: false }).split('\n');
    expect(lines).toEqual([
      'NAME            DOMAINS         ID',
      'Acme            acme.com, acm…  3f0c2a11',
      'A company wit…                  77aa00ff',
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBe(40);
  });

  it('stays readable in a terminal that is far too narrow', () => {
    const lines = layTable(rows, columns, { columns: 5, colours: false }).split('\n');
    expect(lines[1]).toBe('Acme      acme.co…  3f0c2a11');
  });

  it('writes its titles in bold where there are colours', () => {
    expect(layTable([], columns, { columns: undefined, colours: true })).toBe('\u001b[1mNAME  DOMAINS  ID\u001b[22m');
  });

  it('shows no control characters of what it holds', () => {
    const text = layTable([{ name: '\u001b[31mA\nB', id: '1' }], columns, { columns: undefined, colours: false });
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toContain('\u001b');
  });
});

describe('details', () => {
  it('stand one below the other, without what is not there', () => {
    expect(
      layDetails([
        ['Name', 'Acme'],
        ['External id', undefined],
        ['Created', '2026\u0007'],
      ]),
    ).toBe('Name     Acme\nCreated  2026\u{fffd}');
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const text = read('SECURITY.md');

it('names only tests and programs that there are', () => {
  const tests = [...text.matchAll(/`(test\/[\w/.-]+)`/gu)].map(([, file = '']) => file);
  expect(tests.length).toBeGreaterThan(15);
  expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const programs = [...text.matchAll(/`npm run (\w+)`/gu)].map(([, name = '']) => name);
  expect(programs).toContain('fuzz');
  expect(programs.filter((name) => !(name in scripts))).toEqual([]);
});

it('names only rules that there are', () => {
  const rules = new Set([...read('docs/rules.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gmu)].map(([, id]) => id));
  const named = [...text.matchAll(/\b([TUOGP]\d{1,2})\b/gu)].map(([, id]) => id);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((id) => !rules.has(id))).toEqual([]);
});

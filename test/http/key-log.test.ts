import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { printKeyTrouble } from '#http/key-log.ts';

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const place = { keyId: 'key-1', organizationId: 'acme' };

it.each([
  [{ kind: 'unproven', ...place } as const, { level: 'ERROR', event: 'keyUnproven', ...place }],
  [
    { kind: 'notRenewed', ...place, error: new Error('busy') } as const,
    { level: 'WARN', event: 'keyProofNotRenewed', ...place, fault: { name: 'Error', message: 'busy' } },
  ],
  [
    { kind: 'noPepper', error: new Error('The secret is gone.') } as const,
    { level: 'ERROR', event: 'pepperUnreadable', fault: { name: 'Error', message: 'The secret is gone.' } },
  ],
])('tells of $0.kind in one line', (trouble, line) => {
  printKeyTrouble(trouble);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('\n')).toBe(true);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject(line);
});

import { expect, it } from 'vitest';
import { reasonOf } from '../../local/reason.ts';

it.each([
  ['the system', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { syscall: 'connect' }), 'ECONNREFUSED'],
  ['the database', Object.assign(new Error('disk I/O error'), { $metadata: {} }), 'disk I/O error'],
  ['SQLite', Object.assign(new Error('database or disk is full'), { errcode: 13 }), 'disk is full'],
  ['several addresses of one name', new AggregateError([new Error('connect ECONNREFUSED ::1:1')], ''), '::1:1'],
])('gives the words of %s without the place in the code', (_, failure, words) => {
  expect(reasonOf(failure)).toEqual(expect.stringMatching(/^\(.*\)$/u));
  expect(reasonOf(failure)).toContain(words);
});

it('gives a fault of ours whole', () => {
  const fault = new TypeError('undefined is no function');
  expect(reasonOf(fault)).toBe(fault);
  expect(reasonOf('thrown')).toBe('thrown');
});

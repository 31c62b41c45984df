import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../local/database.ts';

const internal = Object.assign(new Error('backend: database disk image is malformed'), { name: 'InternalServerError' });

describe('explainFailure', () => {
  it.each([
    ['an internal error', internal],
    ['what an internal error caused', new Error('The directory is busy.', { cause: internal })],
  ])('blames the data file for %s', (_, failure) => {
    expect(explainFailure({ dataFile: '/data/engine.db' }, failure)).toMatchObject({
      message:
        'The data file /data/engine.db is damaged or not readable. Move it away, or choose another folder with --data.',
      cause: failure,
    });
  });

  it('tells another program that writes to the data file from damage', () => {
    const locked = Object.assign(new Error('backend: database is locked'), { name: 'InternalServerError' });
    expect(explainFailure({ dataFile: '/data/engine.db' }, locked)).toMatchObject({
      message:
        'The data file /data/engine.db is in use by another program. Please end that one, or choose another folder with --data.',
    });
  });

  it('gives any other failure back, and any where there is no data file', () => {
    const failure = new Error('The name is taken.', { cause: 'no error' });
    expect(explainFailure({ dataFile: '/data/engine.db' }, failure)).toBe(failure);
    expect(explainFailure({}, internal)).toBe(internal);
  });
});

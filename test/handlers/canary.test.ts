import { expect, it } from 'vitest';
import { readCanarySettings } from '../../lambdas/settings-of-canary.ts';

const complete = { SCIM_BASE_URL: 'https://scim.example.com/scim/v2', CANARY_SECRET_ARN: 'arn:aws:secretsmanager:…' };

it("reads the canary's environment", () => {
  expect(readCanarySettings({ ...complete, OTHER: 'x' })).toEqual(complete);
});

it('fails at the start with one sentence where the environment is incomplete', () => {
  expect(() => readCanarySettings({ SCIM_BASE_URL: '' })).toThrow(
    'The environment of the canary is not usable. It is missing: SCIM_BASE_URL, CANARY_SECRET_ARN',
  );
});

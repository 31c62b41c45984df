import { expect, it } from 'vitest';
import { ScimError } from '../../lambdas/scim/errors.ts';
import type { Context } from '../../lambdas/domain/context.ts';
import { freshly } from '../../lambdas/domain/freshly.ts';
import { defaultSettings } from '../../lambdas/domain/organization.ts';
import type { Organization } from '../../lambdas/domain/organization.ts';
import { settle } from '../../lambdas/domain/settle.ts';

it('P5: decides again until the write rests on what was read', async () => {
  let round = 0;
  expect(await settle(async () => (++round < 5 ? 'stale' : round))).toBe(5);
});

it('answers 503 with Retry-After when every round was lost', async () => {
  await expect(settle(async () => 'stale')).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
});

const cached: Organization = {
  id: 'o',
  name: 'Acme',
  domains: [],
  settings: defaultSettings,
  secret: 's',
  createdAt: '',
};
const context = {
  organization: cached,
  refreshOrganization: async () => ({ ...cached, domains: ['new.com'] }),
} as unknown as Context;

it('U2: what was allowed a moment ago is not refused from memory', async () => {
  const seen: number[] = [];
  await freshly(context, ({ domains }) => {
    seen.push(domains.length);
    if (domains.length === 0) throw new ScimError(403, 'no');
  });
  expect(seen).toEqual([0, 1]);
});

it('a fault is not taken for a refusal', async () => {
  const fault = freshly(context, () => {
    throw new TypeError('broken');
  });
  await expect(fault).rejects.toThrow(TypeError);
});

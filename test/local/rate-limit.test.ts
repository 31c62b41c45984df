import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startLocalServer } from '../support/local-server.ts';
import { scimClient } from '../support/scim-client.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startLocalServer();
});
afterAll(() => server.stop());

it('enforces the limit that an organization sets, with seconds that Okta reads', async () => {
  const set = await fetch(`${server.adminBaseUrl}/organizations/${server.organizationId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ settings: { rateLimit: 1 } }),
  });
  expect(set.status).toBe(200);
  const call = scimClient(server);
  // More than two windows take, one of which may end meanwhile.
  const answers = await Promise.all(Array.from({ length: 40 }, () => call('GET', '/Users?count=0')));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(20);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(10);
  for (const { headers, body } of refused) {
    expect(headers.get('retry-after')).toMatch(/^(?:\d|10)$/u);
    expect(headers.get('content-type')).toBe('application/scim+json');
    expect(body).toMatchObject({ status: '429', detail: expect.stringContaining('Please') as string });
  }
});

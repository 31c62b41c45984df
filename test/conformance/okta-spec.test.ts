import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playOkta } from '../../local/okta/play.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';

let server: RunningServer;
let wrong: readonly string[];
const lines: string[] = [];

beforeAll(async () => {
  server = await startLocalServer();
  const { scimBaseUrl: baseUrl, scimKey: key } = server;
  const result = await playOkta({
    baseUrl,
    key,
    domain: 'example.com',
    suite: 'spec',
    write: (line) => lines.push(line),
  });
  wrong = result.wrong;
});
afterAll(() => server.stop());

describe("Okta's SPEC suite", () => {
  it.each([
    ['P3', '1 Users endpoint', 200],
    ['U3', '3 One user', 200],
    ['P1', '5 Nobody of that name', 200],
    ['P7', '7 Nobody of that id', 404],
    ['P1', '9 Nobody of a random name', 200],
    ['U1', '11 Create', 201],
    ['U3', '13 Read the new user', 200],
    ['U1', '15 Create again', 409],
    ['U1', '17 In capitals', 200],
    ['P3', '19 Groups endpoint', 200],
    ['T4', '21 A wrong key', 401],
    ['P7', '23 Nobody of another id', 404],
  ])('%s: passes step %s with %i', (_, step, status) => {
    const line = lines.find((candidate) => candidate.startsWith(`  ✓ ${step} `));
    expect(line).toMatch(new RegExp(` ${status} +\\d+ ms$`, 'u'));
  });

  it('U5: is passed without a complaint, and leaves nobody behind', async () => {
    expect(wrong).toEqual([]);
    const response = await fetch(`${server.scimBaseUrl}/Users`, {
      headers: { authorization: `Bearer ${server.scimKey}` },
    });
    expect(await response.json()).toMatchObject({ totalResults: 1 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';

let server: RunningServer;
let origin: string;
beforeAll(async () => {
  server = await startLocalServer();
  ({ origin } = new URL(server.scimBaseUrl));
});
afterAll(() => server.stop());

describe('the reference on the local server', () => {
  it('is at /docs, needs no key, and may load nothing', async () => {
    const response = await fetch(`${origin}/docs`);
    expect([response.status, response.url]).toEqual([200, `${origin}/docs/reference.html`]);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(await response.text()).toContain('<h2>Statsig SCIM API</h2>');
    const head = await fetch(`${origin}/docs/reference.html`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each(['openapi-scim.json', 'openapi-admin.json'])('has %s beside it', async (file) => {
    const response = await fetch(new URL(file, `${origin}/docs/reference.html`));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ openapi: '3.1.1' });
  });

  it('has the help on a problem where its type says', async () => {
    const headers = { authorization: `Bearer ${server.adminKey}` };
    const response = await fetch(`${server.adminBaseUrl}/organizations/none`, { headers });
    const { type, title } = (await response.json()) as { readonly type: string; readonly title: string };
    const [page = '', code] = type.split('#');
    const text = await (await fetch(page)).text();
    expect(response.status).toBe(404);
    const [, heading] = new RegExp(`<section id="${code}">\\s*<h4>(.*?)</h4>`, 'u').exec(text) ?? [];
    expect(heading).toBe(title);
  });

  it('leaves every other path to the API', async () => {
    const response = await fetch(`${origin}/docs/data-model.md`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/scim+json');
  });
});

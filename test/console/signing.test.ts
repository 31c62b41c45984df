import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { folderWith, organizationId, page, pretend, runIn, type Asked } from '../support/command-line.ts';

const endpoint = 'https://abc123.execute-api.eu-central-1.amazonaws.com/admin/v1';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

afterEach(() => vi.unstubAllEnvs());

async function withCredentials(): Promise<void> {
  const folder = await folderWith({ credentials: '', config: '' });
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', `${folder}/credentials`);
  vi.stubEnv('AWS_CONFIG_FILE', `${folder}/config`);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
}

/** The signature of a request as AWS describes it, with nothing of the library. */
function signatureOf({ method, url, headers }: Asked, body: string, region: string): string {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const date = headers.get('x-amz-date') ?? '';
  const names = /SignedHeaders=([^,]+)/u.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  const values = names.split(';').map((name) => `${name}:${name === 'host' ? url.host : headers.get(name)}\n`);
  // The path is escaped once more; the query is sorted, and was sent in AWS's own form.
  const path = url.pathname.split('/').map(encodeURIComponent).join('/');
  const query = url.search.slice(1).split('&').toSorted().join('&');
  const canonical = [method, path, query, values.join(''), names, hash(body)].join('\n');
  const scope = [date.slice(0, 8), region, 'execute-api', 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((current, part) => hmac(current, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

describe('an https endpoint without a key', () => {
  it('is called with AWS signatures of the region in its name', async () => {
    await withCredentials();
    const fetch = pretend({ 'GET /members': page() });
    const args = ['member', 'list', "it's a+b*", '--endpoint', endpoint, '--organization', organizationId];
    const { code, err, asked } = await runIn(args, fetch);
    expect([code, err]).toEqual([0, '']);
    const [request] = asked;
    expect(request?.headers.get('x-amz-security-token')).toBe('session');
    expect(request?.headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, /u,
    );
    expect(request?.headers.get('authorization')).toContain(`Signature=${signatureOf(request!, '', 'eu-central-1')}`);
    expect(request?.url.search).toContain('query=it%27s%20a%2Bb%2A');
  });

  it('signs the body, and whom the call is for', async () => {
    await withCredentials();
    const fetch = pretend({
      'POST /projects': { status: 201, body: { id: '1', name: 'P', createdAt: '', groups: [] } },
    });
    const options = ['--endpoint', 'https://admin.acme.com', '--region', 'us-east-1', '--organization', organizationId];
    const args = ['project', 'create', 'Prüfung', ...options, '--on-behalf-of', 'u1'];
    const { code, asked } = await runIn(args, fetch);
    expect(code).toBe(0);
    const authorization = asked[0]?.headers.get('authorization') ?? '';
    expect(authorization).toContain('on-behalf-of');
    expect(authorization).toContain(`Signature=${signatureOf(asked[0]!, '{"name":"Prüfung"}', 'us-east-1')}`);
  });

  it('is refused without a region', async () => {
    await withCredentials();
    const { code, err } = await runIn(['org', 'list', '--endpoint', 'https://admin.acme.com'], pretend({}));
    expect(code).toBe(2);
    expect(err).toMatch(/The region of admin\.acme\.com is not known\. Please name it with --region/u);
  });

  it('ends with 3 where there are no credentials', async () => {
    await withCredentials();
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const { code, err, asked } = await runIn(
      ['org', 'list', '--endpoint', endpoint, '--profile', 'nobody'],
      pretend({}),
    );
    expect([code, asked]).toEqual([3, []]);
    expect(err).toMatch(/^There are no AWS credentials of the profile "nobody": .*[^.]\. Please sign in/su);
  });

  it('ends with 3 where AWS refuses the principal', async () => {
    await withCredentials();
    const fetch = pretend({ 'GET /organizations': { status: 403, body: { message: 'Forbidden' } } });
    const { code, err } = await runIn(['org', 'list', '--endpoint', endpoint], fetch);
    expect(code).toBe(3);
    expect(err).toMatch(/^AWS refuses the call: Forbidden\. Please use a principal/u);
  });
});

import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../local/okta/client.ts';
import { exchangeLine, oktaMessage, summaryLines } from '../../local/okta/report.ts';

const exchange: Exchange = {
  request: { method: 'PATCH', path: '/Groups/0b9f1c3e-1111-4222-8333-444455556666' },
  status: 403,
  headers: new Headers({ 'content-type': 'application/scim+json' }),
  text: '{"detail":"No. Please ask."}',
  body: { detail: 'No. Please ask.' },
  milliseconds: 11.6,
};

describe('the report', () => {
  it('shows an exchange on one line, with ids cut short', () => {
    const line = exchangeLine('Rename the group', exchange, true).replaceAll(/ +/gu, ' ');
    expect(line).toBe(' ✓ Rename the group PATCH /Groups/0b9f1c3e… 403 12 ms');
  });

  it('shows filters decoded, and cuts long paths', () => {
    const path = `/Users?filter=userName+eq+%22${'a'.repeat(80)}%40example.com%22`;
    const line = exchangeLine('Look up', { ...exchange, request: { method: 'GET', path } }, false);
    expect(line).toMatch(/^ {2}✗ Look up +GET +\/Users\?filter=userName eq "a+… 403/u);
    expect(line).not.toContain('@example.com');
  });

  it('says what Okta shows', () => {
    expect(oktaMessage('Error while trying to push profile update for ada@example.com', exchange)).toBe(
      'Error while trying to push profile update for ada@example.com: Forbidden. Errors reported by remote server: No. Please ask.',
    );
  });

  it('says what Okta shows of an answer that is no JSON', () => {
    const page = { ...exchange, status: 502, text: '<html>', body: undefined };
    expect(oktaMessage('Import failed', page)).toBe(
      'Import failed: Bad Gateway. Errors reported by remote server: Invalid JSON: <html>',
    );
  });

  it('ends with every wrong answer', () => {
    expect(summaryLines(3, [])).toEqual(['', '3 exchanges, every answer right.']);
    expect(summaryLines(3, ['one', 'two'])).toEqual(['', '3 exchanges, 2 wrong:', '  - one', '  - two']);
  });
});

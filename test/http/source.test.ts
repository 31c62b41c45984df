import { describe, expect, it } from 'vitest';
import { sourceOf } from '#http/source.ts';
import type { GatewayEvent } from '#http/operation.ts';

function from(sourceIp: string, forwarded?: string): GatewayEvent {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, requestContext: { http: { sourceIp } } } as unknown as GatewayEvent;
}

describe('sourceOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['2001:db8:1::192.0.2.1', '2001:db8:1:0'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['no address', 'no address'],
  ])('takes %s for %s', (address, source) => {
    expect(sourceOf(from(address), 0)).toBe(source);
  });

  it('believes no header where there is no proxy of ours', () => {
    expect(sourceOf(from('192.0.2.1', '203.0.113.9'), 0)).toBe('192.0.2.1');
  });

  it.each([
    ['what the proxy added', 1, '198.51.100.7, 192.0.2.1', '198.51.100.7'],
    ['the same where API Gateway has not added its own', 1, '198.51.100.7', '198.51.100.7'],
    ['nothing that the caller invented', 1, '203.0.113.9, 198.51.100.7, 192.0.2.1', '198.51.100.7'],
    [
      'what the outer one of two proxies added',
      2,
      '203.0.113.9, 198.51.100.7, 198.51.100.8, 192.0.2.1',
      '198.51.100.7',
    ],
    ['an IPv6 address by its network', 1, '2001:db8::7, 192.0.2.1', '2001:db8:0:0'],
    ['who called, where nobody stood between', 1, '192.0.2.1', '192.0.2.1'],
    ['who called, where nothing is said', 1, undefined, '192.0.2.1'],
    ['who called, where the entry is empty', 1, ', 192.0.2.1', '192.0.2.1'],
  ])('believes %s', (_, proxies, forwarded, source) => {
    expect(sourceOf(from('192.0.2.1', forwarded), proxies)).toBe(source);
  });
});

import { isIPv6 } from 'node:net';
import type { GatewayEvent } from './operation.ts';

/**
 * Who sent a request, as far as addresses tell: an IPv4 address, or the network of an IPv6 address, of which one sender
 * has as many as it likes. Of X-Forwarded-For only that entry is believed which the outermost of our proxies added.
 */
export function sourceOf({ headers, requestContext }: GatewayEvent, trustedProxies: number): string {
  const { sourceIp } = requestContext.http;
  if (trustedProxies === 0) return networkOf(sourceIp);
  const hops = (headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
  // API Gateway adds who called it, which is the innermost proxy.
  if (hops.at(-1) === sourceIp) hops.pop();
  return networkOf(hops.at(-trustedProxies) || sourceIp);
}

/** The first 64 bits of an IPv6 address, which are a sender's own; anything else as it is. */
function networkOf(address: string): string {
  const [mapped] = /(?<=^::ffff:)\d+\.\d+\.\d+\.\d+$/iu.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.replace(/%.*$/u, '').split('::');
  const first = groupsOf(left);
  const last = groupsOf(right ?? '');
  const between = right === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...between, ...last].slice(0, 4).join(':');
}

/** Groups in one form: `0db8` and `DB8` are the same. An IPv4 address at the end takes the room of two. */
function groupsOf(text: string): readonly string[] {
  if (text === '') return [];
  return text
    .split(':')
    .flatMap((group) => (group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)]));
}

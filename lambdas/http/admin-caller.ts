import { createHash, timingSafeEqual } from 'node:crypto';
import { adminRefusals } from './admin-refusals.ts';
import type { GatewayEvent } from './operation.ts';

/** The principal of whoever holds the admin key of a local server, as the activity log shows it. */
const localPrincipal = 'local:admin';

/** An event of a route with IAM authorization, whose caller API Gateway has identified. */
type SignedEvent = GatewayEvent & {
  readonly requestContext: { readonly authorizer?: { readonly iam?: { readonly userArn?: string } } };
};

/**
 * The principal that calls: who signed the request, as API Gateway says, or the holder of the admin key where the
 * deployment has one (in AWS it has none). Throws 401 for anybody else.
 */
export function principalOf(event: SignedEvent, adminKeyHash: string | undefined): string {
  const { userArn } = event.requestContext.authorizer?.iam ?? {};
  if (userArn !== undefined && userArn !== '') return userArn;
  if (adminKeyHash === undefined) throw adminRefusals.requestUnsigned();
  const key = /^\s*bearer\s+(\S+)\s*$/iu.exec(event.headers['authorization'] ?? '')?.[1];
  if (key === undefined || !isHashOf(key, adminKeyHash)) throw adminRefusals.adminKeyRefused();
  return localPrincipal;
}

/** Compared as hashes and in constant time: nothing tells how much of a key was right. */
function isHashOf(key: string, hash: string): boolean {
  const presented = createHash('sha256').update(key).digest();
  const wanted = Buffer.from(hash, 'hex');
  return presented.length === wanted.length && timingSafeEqual(presented, wanted);
}

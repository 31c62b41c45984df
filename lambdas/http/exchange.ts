import type { Context as LambdaContext } from 'aws-lambda';
import type { Context, Notice } from '#domain/context.ts';
import type { Registry } from '#domain/directory.ts';
import type { Product } from '#domain/product.ts';
import { unauthorized } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import type { Caller } from './caller.ts';
import type { GatewayEvent, Operation } from './operation.ts';

/** What the steps of the stack find out about one request and leave for the next. */
export type Exchange = {
  readonly startedAt: number;
  readonly operation: Operation;
  readonly notices: Notice[];
  caller?: Caller;
  body: Json;
};

/** The invocation as Lambda describes it, with the exchange that the stack puts there. */
export type Invocation = LambdaContext & { exchange?: Exchange };

/** What an endpoint works with. */
export type Surroundings = {
  readonly product: Product;
  now(): Date;
  newId(): string;
};

/** Milliseconds that a request may take, and that it leaves of the Lambda's own time for its answer. */
const longest = 8_000;
const reserve = 1_000;

/** The moment after which nothing is tried again: 8 s from now, or a second before Lambda ends the invocation. */
function deadlineOf(invocation: Invocation, now: number): number {
  return now + Math.min(longest, invocation.getRemainingTimeInMillis() - reserve);
}

/** The context of the use cases for one request of a caller. */
export function contextOf(
  request: {
    readonly event: GatewayEvent;
    readonly invocation: Invocation;
    readonly exchange: Exchange;
    readonly baseUrl: string;
  },
  caller: Caller,
  registry: Registry,
  { product, now, newId }: Surroundings,
): Context {
  const { event, invocation, exchange, baseUrl } = request;
  const organizationId = caller.organization.id;
  return {
    organization: caller.organization,
    directory: registry.directory(organizationId, {
      actor: caller.keyId,
      requestId: event.requestContext.requestId,
      deadline: deadlineOf(invocation, exchange.startedAt),
    }),
    product,
    baseUrl,
    now,
    newId,
    async refreshOrganization() {
      const organization = await registry.organization(organizationId);
      if (organization === undefined) {
        throw unauthorized(`The organization of this SCIM key no longer exists. Please remove this connection.`);
      }
      return organization;
    },
    notice(notice) {
      exchange.notices.push(notice);
    },
  };
}

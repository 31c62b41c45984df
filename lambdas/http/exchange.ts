import type { Context as LambdaContext } from 'aws-lambda';
import type { Context, Notice } from '#domain/context.ts';
import type { Registry, RequestStamp } from '#domain/directory.ts';
import type { KeyRecord } from '#domain/key.ts';
import type { Product } from '#domain/product.ts';
import { unauthorized } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import type { Caller } from './caller.ts';
import type { Measurement } from './measured.ts';
import type { EndedPart, Operation } from './operation.ts';

/** What the steps of the stack find out about one request and leave for the next. */
export type Exchange = {
  readonly startedAt: number;
  readonly operation: Operation;
  readonly notices: StampedNotice[];
  /** How the operations of a Bulk request ended. */
  readonly parts: EndedPart[];
  caller?: Caller;
  /** Ends when others were told that the request was let in, where that was worth telling. */
  counting?: Promise<void>;
  /** The key that was sent, where it is one of ours that has ended. */
  refusedKey?: KeyRecord;
  body: Json;
};

/** A notice, and the piece of work that gave it. */
export type StampedNotice = { readonly notice: Notice } & Pick<RequestStamp, 'requestId' | 'at'>;

/** The invocation as Lambda describes it, with the exchange that the stack puts there. */
export type Invocation = LambdaContext & Measurement & { exchange?: Exchange };

/** What an endpoint works with. */
export type Surroundings = {
  readonly product: Product;
  now(): Date;
  newId(): string;
};

/** What tells one piece of work from another in the store, and how long it may take. */
export type Stamp = Pick<RequestStamp, 'requestId' | 'at' | 'deadline'>;

/** Milliseconds that a request may take, and that it leaves of the Lambda's own time for its answer. */
const longest = 8_000;
const reserve = 1_000;

/** The moment at which a request has to be answered: a second before Lambda ends the invocation. */
export function endOf(invocation: Pick<LambdaContext, 'getRemainingTimeInMillis'>, now: number): number {
  return now + invocation.getRemainingTimeInMillis() - reserve;
}

/** The moment after which nothing is tried again for what begins now: in 8 s, or at the end. */
function deadlineOf(end: number, now: number): number {
  return Math.min(now + longest, end);
}

/** The stamp of work that begins now and has to end by then. */
export function stampOf(requestId: string, end: number, now: number): Stamp {
  return { requestId, at: new Date(now).toISOString(), deadline: deadlineOf(end, now) };
}

/** The context of the use cases for one request of a caller, or for one of several operations in it. */
export function contextOf(
  request: {
    readonly exchange: Exchange;
    readonly baseUrl: string;
    readonly stamp: Stamp;
  },
  caller: Caller,
  registry: Registry,
  { product, now, newId }: Surroundings,
): Context {
  const { exchange, baseUrl, stamp } = request;
  const organizationId = caller.organization.id;
  return {
    organization: caller.organization,
    directory: registry.directory(organizationId, { actor: caller.keyId, ...stamp }),
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
      exchange.notices.push({ notice, requestId: stamp.requestId, at: stamp.at });
    },
  };
}

/** What the steps have found out about the request of an invocation. */
export function exchangeOf(invocation: Invocation): Exchange {
  if (invocation.exchange === undefined) throw new Error('The exchange of this request was never opened.');
  return invocation.exchange;
}

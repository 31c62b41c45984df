import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ActivityTarget } from '#domain/activity.ts';
import type { Context } from '#domain/context.ts';
import type { Organization } from '#domain/organization.ts';
import type { Product } from '#domain/product.ts';
import type { ScimError } from '#scim/errors.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import type { Content } from './content.ts';
import type { Codings } from './content-codings.ts';

/** A request as API Gateway hands it over (payload 2.0). */
export type GatewayEvent = APIGatewayProxyEventV2;

/** A response as API Gateway takes it (payload 2.0), never left to its inference. */
export type GatewayResponse = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** What an operation answers, before it is a response. */
export type Answer = {
  readonly status: number;
  readonly body?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** True where members may be shown by their ids alone if a response cannot hold them otherwise (P3). */
  readonly mayLean?: boolean;
  /** True where it shows what is done already: without a body it still says so (RFC 7644 §3.5.2). */
  readonly isDone?: boolean;
  /** The body as the response holds it, once that is known. */
  readonly content?: Content;
};

/** The largest body of an operation, and what to do where one is larger. */
export type BodyLimit = { readonly bytes: number; readonly advice: string };

/** What an operation has that carries out several others in one request (RFC 7644 §3.7). */
export type Parts = {
  /** Counts them as so many requests; throws 429 where the organization has sent as many as it may. */
  admit(count: number): Promise<void>;
  /** False once too little time is left to begin another. */
  timeLeft(): boolean;
  /** What the part at that place runs in: a stamp of its own, and the time of a single request where that much is left. */
  context(place: number): Context;
  /** Leaves for the logs how a part ended, and why. */
  ended(end: { readonly place: number } & Omit<EndedPart, 'requestId' | 'at'>): void;
};

/** How a part ended, as the single request that it stands for. */
export type EndedPart = {
  readonly requestId: string;
  readonly at: string;
  readonly status: number;
  /** The single request as its route: `PATCH /Groups/{id}`. */
  readonly operation: string;
  readonly target?: ActivityTarget;
  /** What was thrown, and what the caller was told of it. */
  readonly error?: unknown;
  readonly refusal?: ScimError;
};

/** What every operation is told. */
export type Call = {
  readonly event: GatewayEvent;
  readonly product: Product;
  /** What locations begin with (P7). */
  readonly baseUrl: string;
  /** The query, by lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** What the answer may be compressed with. */
  readonly codings: Codings;
};

/**
 * One method of one path. `anyone`: no key is looked at. `discovery`: answered without a key too (T5). `read`: with any
 * key. `write`: with a key of the scope `full` (T2).
 */
export type Operation =
  | { readonly access: 'anyone'; answer(call: Call): Answer }
  | { readonly access: 'discovery'; answer(call: Call, organization: Organization | undefined): Answer }
  | {
      readonly access: 'read' | 'write';
      readonly takesBody: boolean;
      /** Where it takes less than every other. */
      readonly largestBody?: BodyLimit;
      /** `body` is null where the operation takes none. */
      answer(call: Call, context: Context, body: Json, parts: Parts): Promise<Answer>;
    };

/** The operations of a Lambda by route without the prefix: `PATCH /Users/{id}`; `$default` answers every other. */
export type Operations = Readonly<Record<string, Operation>>;

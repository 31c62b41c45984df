import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from '#domain/context.ts';
import type { Registry } from '#domain/directory.ts';
import type { Meter } from '#domain/meter.ts';
import type { Product } from '#domain/product.ts';
import { refusePasswordInUrl } from '#scim/sensitive.ts';
import {
  type AccessLine,
  type WriteLine,
  describeError,
  describeMeasurement,
  describeNotices,
  describeParts,
  isAlarming,
  printLine,
  printWarning,
} from './access-log.ts';
import { activityRecorder } from './activity-recorder.ts';
import { type CallerLookup, callerLookup, requireWriteScope } from './caller.ts';
import { type Codings, readCodings } from './content-codings.ts';
import { type Invocation, type Stamp, type Surroundings, contextOf, endOf, exchangeOf, stampOf } from './exchange.ts';
import { baseUrlOf, operationName } from './locations.ts';
import { measured } from './measured.ts';
import { noteActivity } from './note-activity.ts';
import type { Answer, GatewayEvent, GatewayResponse, Operation, Operations } from './operation.ts';
import { partsOf } from './parts.ts';
import { type RateLimit, rateLimit } from './rate-limit.ts';
import { readQueryParameters } from './query-parameters.ts';
import { respond } from './response.ts';
import { readBody } from './scim-body.ts';
import { errorResponse } from './scim-error.ts';
import { sourceOf } from './source.ts';
import { type Step as StepOf, bodyWhereWanted, givingUp } from './steps.ts';
import { wrongKeys } from './wrong-keys.ts';

/** What a SCIM Lambda is made of; log, time and new ids are the real ones unless told otherwise. */
export type EndpointOptions = {
  readonly operations: Operations;
  /** Needed by every operation that looks at a key. */
  readonly registry?: Registry;
  /** Counts what the registry asks of the database. */
  readonly meter?: Meter;
  readonly product: Product;
  readonly publicHosts: readonly string[];
  /** Requests a second of an organization that sets no limit itself; absent: nobody is limited. */
  readonly rate?: number;
  /** How many proxies of ours stand before API Gateway (source.ts); none unless given. */
  readonly trustedProxies?: number;
  readonly writeLine?: WriteLine;
  readonly now?: () => Date;
  readonly newId?: () => string;
};

/** A Lambda's handler for payload 2.0. */
export type ScimHandler = (event: GatewayEvent, invocation: Invocation) => Promise<GatewayResponse>;

/** A route that leads to a Lambda which does not serve it: a mistake of the deployment, not of the caller. */
const misrouted: Operation = {
  access: 'anyone',
  answer: ({ event }) => {
    throw new Error(`The route ${event.routeKey} leads to a Lambda that does not serve it.`);
  },
};

type Step = StepOf<Invocation>;

/**
 * The one stack that every SCIM Lambda runs: the log line, errors to answers, the caller, the body, the operation.
 * Nothing is read from the table before the key is known, and nothing of a body before its caller is.
 */
export function scimEndpoint(options: EndpointOptions): ScimHandler {
  const { operations, registry, product, publicHosts, writeLine = printLine } = options;
  const { now = () => new Date(), newId = randomUUID } = options;
  const surroundings = { product, now, newId };
  const limit = limitOf(options);
  const operate = async (event: GatewayEvent, invocation: Invocation): Promise<GatewayResponse> => {
    const codings = readCodings(event.headers['accept-encoding']);
    return respond(await answer(event, invocation, { registry, publicHosts, limit, surroundings, codings }), codings);
  };

  const stack = middy<GatewayEvent, GatewayResponse, Error, Invocation>(operate, givingUp)
    .use(accessLog(operations, writeLine, now))
    .use(noteActivity(registry && activityRecorder({ registry, now, warn: printWarning }), now))
    .use(bodyWhereWanted())
    .use(errorToResponse())
    .use(
      callerFromKey(
        registry === undefined ? undefined : callerLookup({ registry, product, now, warn: printWarning }),
        options,
      ),
    )
    .use(admission(limit, product))
    .use(scimBody());
  return measured<Invocation>((event, invocation) => stack(event, invocation), options.meter);
}

/** First in, last out: opens the exchange, and writes its line whatever the answer is. */
function accessLog(operations: Operations, writeLine: WriteLine, now: () => Date): Step {
  const finish: Step['after'] = ({ event, context, response, error }) => {
    const exchange = exchangeOf(context);
    const status = response?.statusCode ?? 500;
    const line: AccessLine = {
      level: [status, ...exchange.parts.map((part) => part.status)].some(isAlarming) ? 'ERROR' : 'INFO',
      timestamp: now().toISOString(),
      requestId: event.requestContext.requestId,
      ...(exchange.caller !== undefined && {
        organizationId: exchange.caller.organization.id,
        keyId: exchange.caller.keyId,
      }),
      // The caller is not told whose key it was; who runs this has to see it.
      ...(exchange.refusedKey !== undefined && {
        organizationId: exchange.refusedKey.organizationId,
        keyId: exchange.refusedKey.id,
      }),
      operation: operationName(event.routeKey),
      status,
      milliseconds: now().getTime() - exchange.startedAt,
      ...describeMeasurement(context),
      ...describeNotices(exchange.notices.map(({ notice }) => notice)),
      ...describeParts(exchange.parts),
      ...(error !== undefined && error !== null && describeError(error)),
    };
    writeLine(line);
  };
  return {
    before: ({ event, context }) => {
      const operation = operationOf(operations, operationName(event.routeKey)) ?? misrouted;
      context.exchange = { startedAt: now().getTime(), operation, notices: [], parts: [], body: null };
    },
    after: finish,
    onError: finish,
  };
}

/** HEAD is answered as GET; its body is left out at the very end. */
function operationOf(operations: Operations, name: string): Operation | undefined {
  return operations[name] ?? operations[name.replace(/^HEAD /u, 'GET ')];
}

function errorToResponse(): Step {
  return {
    onError: (request) => {
      request.response = errorResponse(request.error, request.event.requestContext.requestId);
    },
  };
}

function callerFromKey(
  lookup: CallerLookup | undefined,
  { product, trustedProxies = 0 }: Pick<EndpointOptions, 'product' | 'trustedProxies'>,
): Step {
  const fromSource = wrongKeys(product);
  return {
    before: async ({ event, context }) => {
      const exchange = exchangeOf(context);
      const { access } = exchange.operation;
      const authorization = event.headers['authorization'];
      if (access === 'anyone' || (access === 'discovery' && authorization === undefined)) return;
      if (lookup === undefined) throw new Error('This Lambda serves an operation that needs keys without a registry.');
      exchange.caller = await fromSource(sourceOf(event, trustedProxies), exchange.startedAt, () =>
        lookup(authorization, (key) => (exchange.refusedKey = key)),
      );
    },
  };
}

function limitOf({ registry, product, rate }: EndpointOptions): RateLimit | undefined {
  if (registry === undefined || rate === undefined) return undefined;
  return rateLimit({ registry, product, rate, environment: randomUUID().slice(0, 8), warn: printWarning });
}

/** Counts the request of a known caller, and asks for the right to write where it needs that. */
function admission(limit: RateLimit | undefined, product: Product): Step {
  // Where it is to be told of, Lambda must not stop the environment before it is.
  const settle: Step['after'] = async ({ context }) => exchangeOf(context).counting;
  return {
    before: ({ context }) => {
      const exchange = exchangeOf(context);
      const { caller, operation, startedAt } = exchange;
      if (caller === undefined) return;
      if (limit !== undefined) exchange.counting = limit.admit(caller.organization, startedAt);
      if (operation.access === 'write') requireWriteScope(caller, product);
    },
    after: settle,
    onError: settle,
  };
}

function scimBody(): Step {
  return {
    before: ({ event, context }) => {
      const exchange = exchangeOf(context);
      const { operation } = exchange;
      if ('takesBody' in operation && operation.takesBody) exchange.body = readBody(event, operation.largestBody);
    },
  };
}

async function answer(
  event: GatewayEvent,
  invocation: Invocation,
  options: {
    readonly registry: Registry | undefined;
    readonly publicHosts: readonly string[];
    readonly limit: RateLimit | undefined;
    readonly surroundings: Surroundings;
    readonly codings: Codings;
  },
): Promise<Answer> {
  const { registry, publicHosts, limit, surroundings, codings } = options;
  const exchange = exchangeOf(invocation);
  const { operation, caller } = exchange;
  const baseUrl = baseUrlOf(event, publicHosts);
  const parameters = readQueryParameters(event.rawQueryString);
  refusePasswordInUrl(parameters);
  const call = { event, product: surroundings.product, baseUrl, parameters, codings };
  if (operation.access === 'anyone') return operation.answer(call);
  if (operation.access === 'discovery') return operation.answer(call, caller?.organization);
  if (caller === undefined || registry === undefined) {
    throw new Error('An operation that needs a key has no caller.');
  }
  const open = (stamp: Stamp): Context => contextOf({ exchange, baseUrl, stamp }, caller, registry, surroundings);
  const admit = async (count: number): Promise<void> =>
    limit?.admitParts(caller.organization, exchange.startedAt, count);
  const { requestId } = event.requestContext;
  const end = endOf(invocation, exchange.startedAt);
  const context = open(stampOf(requestId, end, exchange.startedAt));
  const parts = partsOf({ requestId, end, now: surroundings.now, ended: exchange.parts, admit, open });
  return operation.answer(call, context, exchange.body, parts);
}

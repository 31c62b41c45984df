import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Registry } from '#domain/directory.ts';
import type { Meter } from '#domain/meter.ts';
import type { Product } from '#domain/product.ts';
import {
  type WriteLine,
  describeError,
  describeMeasurement,
  describeNotices,
  isAlarming,
  printLine,
  printWarning,
} from './access-log.ts';
import { activityRecorder } from './activity-recorder.ts';
import { noteAdminActivity } from './admin-activity.ts';
import { principalOf } from './admin-caller.ts';
import { consoleOf, deskOf } from './admin-console.ts';
import { type AdminInvocation, exchangeOf } from './admin-exchange.ts';
import { readInput, refuseInput } from './admin-input.ts';
import { type AdminAnswer, type AdminOperation, type AdminPlace, adminPrefix } from './admin-operation.ts';
import { type OrganizationLookup, organizationLookup } from './admin-organization.ts';
import { readPerson } from './admin-person.ts';
import { adminRefusals } from './admin-refusals.ts';
import { findOperation, refuseUnknown } from './admin-routes.ts';
import { type Codings, readCodings } from './content-codings.ts';
import { type Surroundings, endOf, stampOf } from './exchange.ts';
import { originOf } from './locations.ts';
import { measured } from './measured.ts';
import type { GatewayEvent, GatewayResponse } from './operation.ts';
import { problemResponse } from './problem.ts';
import { respond } from './response.ts';
import { type Step as StepOf, bodyWhereWanted, givingUp } from './steps.ts';

/** What the admin Lambda is made of; log, time and new ids are the real ones unless told otherwise. */
export type AdminEndpointOptions = {
  readonly operations: readonly AdminOperation[];
  /** What another Lambda serves: for whoever asks for such a path with a method that it does not have. */
  readonly elsewhere?: readonly AdminPlace[];
  readonly registry: Registry;
  /** Counts what the registry asks of the database. */
  readonly meter?: Meter;
  readonly product: Product;
  readonly publicHosts: readonly string[];
  /** SHA-256 of the admin key, in hexadecimal; without it only signed requests are taken. */
  readonly adminKeyHash?: string | undefined;
  /** Where the catalogue of help is published. */
  readonly helpUrl?: string | undefined;
  readonly writeLine?: WriteLine;
  readonly now?: () => Date;
  readonly newId?: () => string;
};

/** The admin Lambda's handler for payload 2.0. */
export type AdminHandler = (event: GatewayEvent, invocation: AdminInvocation) => Promise<GatewayResponse>;

type Step = StepOf<AdminInvocation>;

/**
 * The stack of the admin API: the log line, errors to problems, the caller, the organization, the input, the operation.
 * Nothing is read from the table before the caller is known, and nothing of a body before the organization is.
 */
export function adminEndpoint(options: AdminEndpointOptions): AdminHandler {
  const { registry, product, publicHosts, writeLine = printLine } = options;
  const { now = () => new Date(), newId = randomUUID } = options;
  const operate = async (event: GatewayEvent, invocation: AdminInvocation): Promise<GatewayResponse> => {
    const origin = originOf(event, publicHosts);
    return responseTo(
      await answer(event, invocation, { origin, registry, surroundings: { product, now, newId } }),
      origin,
      readCodings(event.headers['accept-encoding']),
    );
  };
  const stack = middy<GatewayEvent, GatewayResponse, Error, AdminInvocation>(operate, givingUp)
    .use(accessLog(options, writeLine, now))
    .use(noteAdminActivity(activityRecorder({ registry, now, warn: printWarning }), now))
    .use(bodyWhereWanted())
    .use(errorToProblem(options.helpUrl))
    .use(callerOfRequest(options.adminKeyHash))
    .use(organizationOfPath(registry, organizationLookup({ registry, product, now })))
    .use(inputOfOperation());
  return measured<AdminInvocation>((event, invocation) => stack(event, invocation), options.meter);
}

/** First in, last out: opens the exchange, and writes its line whatever the answer is. */
function accessLog({ operations, elsewhere = [] }: AdminEndpointOptions, writeLine: WriteLine, now: () => Date): Step {
  const finish: Step['after'] = ({ event, context, response, error }) => {
    const { startedAt, organization, notices } = exchangeOf(context);
    const status = response?.statusCode ?? 500;
    writeLine({
      level: isAlarming(status) ? 'ERROR' : 'INFO',
      timestamp: now().toISOString(),
      requestId: event.requestContext.requestId,
      ...(organization !== undefined && { organizationId: organization.id }),
      operation: event.routeKey,
      status,
      milliseconds: now().getTime() - startedAt,
      ...describeMeasurement(context),
      ...describeNotices(notices),
      ...(error !== undefined && error !== null && describeError(error)),
    });
  };
  return {
    before: ({ event, context }) => {
      const startedAt = now().getTime();
      context.adminExchange = {
        startedAt,
        operation: findOperation(operations, event.routeKey),
        stamp: stampOf(event.requestContext.requestId, endOf(context, startedAt), startedAt),
        notices: [],
      };
      if (context.adminExchange.operation === undefined) throw refuseUnknown([...operations, ...elsewhere], event);
    },
    after: finish,
    onError: finish,
  };
}

function errorToProblem(helpUrl: string | undefined): Step {
  return {
    onError: (request) => {
      const { inputFaults } = exchangeOf(request.context);
      const { requestId } = request.event.requestContext;
      request.response = problemResponse(request.error, requestId, { errors: inputFaults, helpUrl });
    },
  };
}

function callerOfRequest(adminKeyHash: string | undefined): Step {
  return {
    before: ({ event, context }) => {
      exchangeOf(context).caller = { actor: principalOf(event, adminKeyHash) };
    },
  };
}

/** The organization goes first: who is no caller of it learns nothing of its people. */
function organizationOfPath(registry: Registry, lookup: OrganizationLookup): Step {
  return {
    before: async ({ event, context }) => {
      const exchange = exchangeOf(context);
      const { operation, caller, stamp } = exchange;
      const header = event.headers['on-behalf-of'];
      if (operation?.scope !== 'organization' || caller === undefined) {
        if (header !== undefined) throw adminRefusals.personWithoutOrganization();
        return;
      }
      exchange.organization = await lookup(operation, (event.pathParameters?.['org'] ?? '').toLowerCase());
      const directory = registry.directory(exchange.organization.id, { ...caller, ...stamp });
      const onBehalfOf = await readPerson(header, directory);
      if (onBehalfOf !== undefined) exchange.caller = { ...caller, onBehalfOf };
    },
  };
}

function inputOfOperation(): Step {
  return {
    before: ({ event, context }) => {
      const exchange = exchangeOf(context);
      if (exchange.operation === undefined) return;
      const read = readInput(exchange.operation, event);
      if ('faults' in read) {
        exchange.inputFaults = read.faults;
        throw refuseInput(read.faults);
      }
      exchange.input = read.input;
    },
  };
}

async function answer(
  event: GatewayEvent,
  invocation: AdminInvocation,
  options: { readonly origin: string; readonly registry: Registry; readonly surroundings: Surroundings },
): Promise<AdminAnswer> {
  const { origin, registry, surroundings } = options;
  const exchange = exchangeOf(invocation);
  const { operation, input } = exchange;
  if (operation === undefined || input === undefined) throw new Error('An operation of the Console has no input.');
  const request = { ...input, id: event.pathParameters?.['id'] ?? '' };
  if (operation.scope === 'desk') return operation.answer(deskOf(exchange, registry, surroundings), request);
  return operation.answer(consoleOf(exchange, origin, registry, surroundings), request);
}

function responseTo({ status, body, location }: AdminAnswer, origin: string, codings: Codings): GatewayResponse {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(location !== undefined && { location: origin + adminPrefix + location }),
  };
  return respond({ status, headers, ...(body !== undefined && { body }) }, codings);
}

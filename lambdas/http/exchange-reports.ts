import type { ActivityReport } from './activity-recorder.ts';
import { scimTarget } from './activity-target.ts';
import type { Exchange } from './exchange.ts';
import { operationName } from './locations.ts';
import type { GatewayEvent } from './operation.ts';
import { refusalOf } from './scim-error.ts';

/**
 * What the activity log is told of a request whose caller is known: that it was refused, unless it looked for what is not
 * there, or what it left out. Each operation of a Bulk request counts as one of its own.
 */
export function reportsOf(exchange: Exchange, event: GatewayEvent, error: unknown): readonly ActivityReport[] {
  const { caller, operation } = exchange;
  if (caller === undefined) return [];
  const whole = { ...requestOf(exchange, event), organizationId: caller.organization.id, actor: caller.keyId };
  if (error === undefined || error === null) return [...refusedParts(exchange, whole), ...partial(exchange, whole)];
  const looked = operation.access !== 'write' && refusalOf(error, whole.requestId).status === 404;
  return looked ? [] : [{ ...whole, error }];
}

function requestOf(
  { startedAt, body }: Exchange,
  event: GatewayEvent,
): Omit<ActivityReport, 'organizationId' | 'actor'> {
  const operation = operationName(event.routeKey);
  const target = scimTarget(operation.split(' ')[1] ?? '', event.pathParameters?.['id'], body);
  const at = new Date(startedAt).toISOString();
  return { requestId: event.requestContext.requestId, at, operation, ...(target !== undefined && { target }) };
}

function refusedParts({ parts }: Exchange, whole: ActivityReport): readonly ActivityReport[] {
  return parts.flatMap(({ refusal, requestId, at, operation, target }) =>
    refusal === undefined
      ? []
      : [{ ...whole, requestId, at, operation, ...(target !== undefined && { target }), error: refusal }],
  );
}

function partial({ notices, parts }: Exchange, whole: ActivityReport): readonly ActivityReport[] {
  return [...Map.groupBy(notices, ({ requestId }) => requestId)].map(([requestId, ofRequest]) => ({
    ...whole,
    requestId,
    at: ofRequest[0]?.at ?? whole.at,
    operation: parts.find((part) => part.requestId === requestId)?.operation ?? whole.operation,
    notices: ofRequest.map(({ notice }) => notice),
  }));
}

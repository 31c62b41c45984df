import type { ScimError } from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';
import type { Activity, ActivityTarget } from './activity.ts';
import type { Notice } from './context.ts';
import { codeOf } from './help-code.ts';
import type { KeyRecord } from './key.ts';

/** What the activity log is told of a request: who, when, and what was asked. */
export type ReportedRequest = {
  /** The id of the key, or the principal of the Console. */
  readonly actor: string;
  readonly onBehalfOf?: string;
  readonly requestId: string;
  /** When it began (ISO 8601). */
  readonly at: string;
  /** The request as its route: `PATCH /Groups/{id}`. */
  readonly operation: string;
  readonly target?: ActivityTarget;
};

/** How much of a sentence is kept, in characters; of a name; and how many ids of skipped members. */
const longestDetail = 1000;
const longestName = 100;
const mostSkipped = 100;

/** The entry on a request that was refused, or that failed for a fault of ours. */
export function refusedActivity(request: ReportedRequest, refusal: ScimError): Activity {
  return {
    ...beginningOf(request),
    outcome: refusal.status >= 500 && refusal.status !== 501 ? 'failed' : 'refused',
    operation: request.operation,
    status: refusal.status,
    code: codeOf(refusal),
    detail: shortened(refusal.detail, longestDetail),
  };
}

/** The entry on what a request left out of what it was carried out with (G6, G7); one group's notices are one entry. */
export function partialActivities(request: ReportedRequest, notices: readonly Notice[]): readonly Activity[] {
  return [...Map.groupBy(notices, ({ groupId }) => groupId)].map(([groupId, ofGroup]): Activity => {
    const skipped = ofGroup.find((notice) => notice.kind === 'membersSkipped');
    return {
      ...beginningOf({ ...request, target: { ...request.target, type: 'group', id: groupId } }),
      outcome: 'partly',
      operation: request.operation,
      code: skipped === undefined ? 'groupNameKept' : skipped.kind,
      detail: ofGroup.map(sentenceOf).join(' '),
      ...(skipped !== undefined && {
        skipped: {
          ids: skipped.ids.slice(0, mostSkipped).map((id) => shortened(id, longestName)),
          count: skipped.count,
        },
      }),
    };
  });
}

/** The entry on a key that was used after its end; its caller is told no more than anybody without a key (T4). */
export function refusedKeyActivity(request: Omit<ReportedRequest, 'actor' | 'target'>, key: KeyRecord): Activity {
  const { deactivatedAt, expiresAt } = key;
  const isOff = deactivatedAt !== undefined && Date.parse(deactivatedAt) <= Date.parse(request.at);
  return {
    ...beginningOf({ ...request, actor: key.id, target: { type: 'key', id: key.id, name: key.name } }),
    outcome: 'refused',
    operation: request.operation,
    status: 401,
    code: isOff ? 'keyDeactivated' : 'keyExpired',
    detail: isOff
      ? `The SCIM key "${key.name}" was used, and has been deactivated since ${deactivatedAt}.`
      : `The SCIM key "${key.name}" was used, and expired at ${String(expiresAt)}.`,
  };
}

/** The warning of a key that ends soon. */
export function expiringKeyActivity(
  key: KeyRecord,
  request: Pick<ReportedRequest, 'actor' | 'requestId' | 'at'>,
): Activity {
  return {
    ...beginningOf({ ...request, target: { type: 'key', id: key.id, name: key.name } }),
    outcome: 'warning',
    actions: ['key.expiring'],
    code: 'keyExpiring',
    detail: `The SCIM key "${key.name}" expires at ${String(key.expiresAt)}. Please create another one, and enter it in the identity provider before that.`,
  };
}

function beginningOf({
  at,
  requestId,
  actor,
  onBehalfOf,
  target,
}: Omit<ReportedRequest, 'operation'>): Omit<Activity, 'outcome'> {
  return {
    at,
    requestId,
    actor,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    actions: [],
    ...(target !== undefined && { target: shortTarget(target) }),
  };
}

function shortTarget({ type, id, name }: ActivityTarget): ActivityTarget {
  return {
    type,
    ...(id !== undefined && { id: shortened(id, longestName) }),
    ...(name !== undefined && { name: shortened(name, longestName) }),
  };
}

function sentenceOf(notice: Notice): string {
  if (notice.kind === 'groupNameKept') return 'Another name was sent for the group, and its name was kept.';
  const count = notice.count === 1 ? 'One member' : `${notice.count} members`;
  return (
    `${count} could not be added, because the organization does not know them. Please assign these people to the ` +
    'application, then push the group again.'
  );
}

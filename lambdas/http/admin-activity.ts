import type { ActivityTarget, TargetType } from '#domain/activity.ts';
import { ScimError } from '#scim/errors.ts';
import type { ActivityRecorder } from './activity-recorder.ts';
import { type AdminInvocation, exchangeOf } from './admin-exchange.ts';
import type { AdminOperation } from './admin-operation.ts';
import type { GatewayEvent } from './operation.ts';
import type { Step } from './steps.ts';

/** Milliseconds of the Lambda's own time that a note leaves for the answer. */
const leftForAnswer = 100;

const targetTypes: Readonly<Record<string, TargetType>> = {
  projects: 'project',
  roles: 'role',
  teams: 'team',
  members: 'user',
  groups: 'group',
  keys: 'key',
};

/** After the answer is made and before it is given: notes in the activity log what was refused or left out. */
export function noteAdminActivity(recorder: ActivityRecorder, now: () => Date): Step<AdminInvocation> {
  const note: Step<AdminInvocation>['after'] = async ({ event, context, error }) => {
    const { caller, organization, operation, notices, stamp } = exchangeOf(context);
    if (caller === undefined || organization === undefined || operation === undefined) return;
    if (operation.method === 'GET' && error instanceof ScimError && error.status === 404) return;
    const target = targetOf(operation, event, organization.id);
    const report = {
      organizationId: organization.id,
      ...caller,
      requestId: stamp.requestId,
      at: stamp.at,
      operation: `${operation.method} ${operation.path}`,
      target,
      notices,
      ...(error !== undefined && error !== null && { error }),
    };
    await recorder.note(report, now().getTime() + context.getRemainingTimeInMillis() - leftForAnswer);
  };
  return { after: note, onError: note };
}

/** What a request is on: what its path names by an id, else the organization. */
function targetOf({ path }: AdminOperation, event: GatewayEvent, organizationId: string): ActivityTarget {
  const id = event.pathParameters?.['id'];
  const type = targetTypes[path.split('/')[3] ?? ''];
  return id === undefined || type === undefined ? { type: 'organization', id: organizationId } : { type, id };
}

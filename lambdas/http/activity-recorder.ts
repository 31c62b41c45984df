import type { Activity } from '#domain/activity.ts';
import {
  type ReportedRequest,
  partialActivities,
  refusedActivity,
  refusedKeyActivity,
} from '#domain/activity-report.ts';
import type { Notice } from '#domain/context.ts';
import type { Registry } from '#domain/directory.ts';
import type { KeyRecord } from '#domain/key.ts';
import { activityCap } from './activity-cap.ts';
import { refusalOf } from './scim-error.ts';

/** How a request of an organization ended, where that is more than that it was done. */
export type ActivityReport = ReportedRequest & {
  readonly organizationId: string;
  /** What it was refused with, or the fault that it failed for. */
  readonly error?: unknown;
  /** What it left out, where it was carried out. */
  readonly notices?: readonly Notice[];
};

/** Notes in the activity log what was refused or left out. It never throws, and no answer waits long for it. */
export type ActivityRecorder = {
  /** `answerBy` in milliseconds since 1970: an entry that cannot be written until then is left out. */
  note(report: ActivityReport, answerBy?: number): Promise<void>;
  /** As `note`, for the operations of one Bulk request of one organization. */
  noteAll(organizationId: string, reports: readonly ActivityReport[], answerBy?: number): Promise<void>;
  /** A key was used that is deactivated or has expired. */
  noteKey(key: KeyRecord, request: Omit<ReportedRequest, 'actor' | 'target'>, answerBy?: number): Promise<void>;
};

/** Milliseconds that an answer waits for its entry at most. */
export const noteTime = 1_000;

/** Makes the recorder of one Lambda instance, which keeps the rate in bounds (activity-cap.ts). */
export function activityRecorder(options: {
  readonly registry: Pick<Registry, 'noteActivities'>;
  now(): Date;
  /** Is told what went wrong beside the request. */
  warn(fault: unknown): void;
}): ActivityRecorder {
  const { registry, now, warn } = options;
  const cap = activityCap();

  const write = async (
    organizationId: string,
    activities: readonly Activity[],
    answerBy = Number.POSITIVE_INFINITY,
  ): Promise<void> => {
    const begun = now().getTime();
    const admitted = cap.admit(organizationId, activities, begun);
    if (admitted.length === 0) return;
    try {
      await registry.noteActivities(organizationId, admitted, Math.min(begun + noteTime, answerBy));
    } catch (fault) {
      cap.leaveOut(organizationId, admitted);
      warn(fault);
    }
  };

  return {
    note: (report, answerBy) => write(report.organizationId, activitiesOf(report), answerBy),
    noteAll: (organizationId, reports, answerBy) => write(organizationId, reports.flatMap(activitiesOf), answerBy),
    noteKey: (key, request, answerBy) => write(key.organizationId, [refusedKeyActivity(request, key)], answerBy),
  };
}

function activitiesOf({ error, notices = [], ...request }: ActivityReport): readonly Activity[] {
  if (error !== undefined) return [refusedActivity(request, refusalOf(error, request.requestId))];
  return partialActivities(request, notices);
}

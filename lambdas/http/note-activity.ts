import type { ActivityRecorder } from './activity-recorder.ts';
import { type Invocation, exchangeOf } from './exchange.ts';
import { reportsOf } from './exchange-reports.ts';
import { operationName } from './locations.ts';
import type { Step } from './steps.ts';

/** Milliseconds of the Lambda's own time that a note leaves for the answer. */
const leftForAnswer = 100;

/** After the answer is made and before it is given: notes in the activity log what was refused or left out. */
export function noteActivity(recorder: ActivityRecorder | undefined, now: () => Date): Step<Invocation> {
  const note: Step<Invocation>['after'] = async ({ event, context, error }) => {
    if (recorder === undefined) return;
    const exchange = exchangeOf(context);
    const answerBy = now().getTime() + context.getRemainingTimeInMillis() - leftForAnswer;
    const { caller, refusedKey, startedAt } = exchange;
    if (caller !== undefined) {
      await recorder.noteAll(caller.organization.id, reportsOf(exchange, event, error), answerBy);
    } else if (refusedKey !== undefined) {
      const { requestId } = event.requestContext;
      const request = { requestId, at: new Date(startedAt).toISOString(), operation: operationName(event.routeKey) };
      await recorder.noteKey(refusedKey, request, answerBy);
    }
  };
  return { after: note, onError: note };
}

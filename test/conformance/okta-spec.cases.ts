import { findProblems } from '../../local/okta/answer.ts';
import { inventSpecUser, specSteps, type SpecMemory, type SpecStep } from '../../local/okta/spec.ts';
import { expectThat, fail } from './expect.ts';
import type { Session } from './session.ts';
import { wholeFirstUser, type Suite } from './suite.ts';

const aboutFirstUser = ['1 Users endpoint', '3 One user'];

/** The suite that an app must pass to be listed by Okta, step by step, as `npm run okta` plays it. */
export const oktaSpec: Suite = {
  title: 'Okta SPEC suite',
  source: "Okta's SPEC suite for apps of its catalogue",
  cases: specSteps.map((step) => ({
    name: step.what,
    proves: `step ${step.what.split(' ')[0]}`,
    ...(aboutFirstUser.includes(step.what) && { needs: wholeFirstUser }),
    run: (session) => playStep(session, step),
  })),
};

async function playStep(session: Session, step: SpecStep): Promise<void> {
  const memory = await session.once(begin);
  const request = step.request(memory);
  const exchange = await (step.authorization === undefined
    ? session.send(request)
    : session.sendAs(step.authorization, request));
  for (const problem of findProblems(exchange, step.expect(memory))) fail(problem);
  const { within = Number.POSITIVE_INFINITY } = step;
  expectThat(exchange.milliseconds < within, `took ${Math.round(exchange.milliseconds)} ms of ${within}`);
  step.remember?.(memory, exchange.body);
}

async function begin({ domain }: Session): Promise<SpecMemory> {
  return { user: inventSpecUser(domain) };
}

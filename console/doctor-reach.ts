import { type Finding, fail, ok, warn } from './doctor-findings.ts';
import type { Answer, Probe } from './doctor-probe.ts';

const check = 'reach';
/** A clock that is off by more makes keys expire too early or too late, and logs hard to read; in milliseconds. */
const clockMayDiffer = 60_000;

/** Whether SCIM is served there at all, and whether both clocks agree. */
export async function checkReach(probe: Probe, now: () => Date): Promise<Finding> {
  const answer = await probe.ask('/ServiceProviderConfig', { withKey: false });
  const place = answer.headers.get('location');
  if (answer.status >= 300 && answer.status < 400) {
    const target =
      place === null
        ? 'the URL that it leads to'
        : new URL(place, probe.baseUrl).href.replace(/\/ServiceProviderConfig$/u, '');
    return fail(
      check,
      `it leads elsewhere (${answer.status}), which identity providers do not follow`,
      `Please enter ${target}.`,
    );
  }
  if (!isServiceProviderConfig(answer)) return findElsewhere(probe, answer.status);
  const difference = clockDifference(answer, now());
  if (Math.abs(difference) > clockMayDiffer) {
    const seconds = Math.round(Math.abs(difference) / 1000);
    return warn(
      check,
      `its clock is ${seconds} s ${difference > 0 ? 'ahead of' : 'behind'} this one`,
      'Please set the clock that is wrong.',
    );
  }
  return ok(check, `SCIM is served there (${answer.milliseconds} ms)`);
}

/** The usual mistake is a path that is missing or too long. */
async function findElsewhere(probe: Probe, status: number): Promise<Finding> {
  const { origin, pathname } = new URL(probe.baseUrl);
  const paths = [`${pathname}/scim/v2`, `${pathname}/v2`, '/scim/v2'].map((path) => path.replace(/\/{2,}/gu, '/'));
  for (const path of new Set(paths)) {
    const other = await probe.askAt(`${origin}${path}/ServiceProviderConfig`);
    if (isServiceProviderConfig(other)) {
      return fail(check, `SCIM is not served there (${status})`, `Please enter ${origin}${path}: it is served there.`);
    }
  }
  return fail(check, `SCIM is not served there (${status})`, 'Please check the base URL: it ends in /scim/v2.');
}

function isServiceProviderConfig({ status, body }: Answer): boolean {
  const schemas = body?.['schemas'];
  return (
    status === 200 && Array.isArray(schemas) && schemas.some((urn) => String(urn).endsWith(':ServiceProviderConfig'))
  );
}

function clockDifference({ headers }: Answer, here: Date): number {
  const there = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(there) ? 0 : there - here.getTime();
}

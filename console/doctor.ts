import { examineBaseUrl, examineKey } from './doctor-address.ts';
import { checks } from './doctor-checks.ts';
import { type Finding, fail } from './doctor-findings.ts';
import { type Probe, explainSilence, openProbe } from './doctor-probe.ts';
import { checkReach } from './doctor-reach.ts';
import type { Surroundings } from './surroundings.ts';

/** Checks an endpoint and a key as an identity provider would, and tells each finding at once. Changes nothing there. */
export async function examine(
  wanted: { readonly baseUrl: string; readonly key: string | undefined },
  surroundings: Surroundings,
  tell: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const note = (finding: Finding): Finding => {
    findings.push(finding);
    tell(finding);
    return finding;
  };
  const address = examineBaseUrl(wanted.baseUrl);
  note(address.finding);
  const key = examineKey(wanted.key ?? '');
  note(key.finding);
  if (address.baseUrl === undefined) return findings;
  const probe = openProbe(address.baseUrl, key.key, surroundings);
  if (note(await attempt('reach', probe, (asked) => checkReach(asked, surroundings.now))).state === 'fail')
    return findings;
  // Without a key that could be sent there is nothing to ask.
  if (key.key === '' || /[^\x21-\x7e]/u.test(key.key)) return findings;
  for (const { name, check, decisive } of checks) {
    if (note(await attempt(name, probe, check)).state === 'fail' && decisive) break;
  }
  return findings;
}

async function attempt(name: string, probe: Probe, check: (probe: Probe) => Promise<Finding>): Promise<Finding> {
  try {
    return await check(probe);
  } catch (error) {
    const { reason, advice } = explainSilence(error);
    return fail(name, `no answer: ${reason}`, advice);
  }
}

import { Token } from 'aws-cdk-lib/core';
import { usualMinutes } from './operations-settings.ts';
import { refuseSetting } from './setting-error.ts';
import { settingGroups, settingRules } from './setting-rules.ts';
import type { Alarms, Domain, GivenSettings, RestoredTable } from './settings.ts';

/** What a check is told beside the settings. */
export type Deployed = {
  /** Whose settings they are, as the sentence names it. */
  readonly owner: string;
  /** Where the endpoint goes; undefined where that is known at its deployment alone. */
  readonly region: string | undefined;
};

/** Throws one sentence on the first setting that cannot be deployed: nobody has checked the types of what is given. */
export function checkSettings(
  given: GivenSettings & { readonly restoredTable?: RestoredTable },
  deployed: Deployed,
): void {
  const { owner } = deployed;
  if (given.productName === undefined) {
    const advice = 'please give the name of your product';
    throw refuseSetting({ setting: 'productName', owner, value: undefined, advice });
  }
  checkGroup(given, '', owner);
  if (given.front !== undefined && given.domain === undefined) {
    const wrong = 'but CloudFront needs a host name of your own, which locations then name';
    throw refuseSetting({ setting: 'front', owner, value: given.front, wrong, advice: 'please set domain too' });
  }
  if (given.domain !== undefined)
    checkDomain(given.domain, given.front === undefined ? deployed.region : 'us-east-1', owner);
  if (given.alarms !== undefined) checkAlarms(given.alarms, deployed);
  checkLimits(given, owner);
  if (given.restoredTable !== undefined) checkRestoredTable(given.restoredTable, deployed);
}

function checkGroup(group: object, prefix: string, owner: string): void {
  for (const [name, value] of Object.entries(group)) {
    if (value === undefined) continue;
    const setting = prefix + name;
    const needed = settingGroups[setting];
    if (needed !== undefined) {
      if (typeof value !== 'object' || value === null) {
        const advice = `please see lib/settings.ts for what belongs to ${setting}`;
        throw refuseSetting({ setting, owner, value, wrong: 'which says too little', advice });
      }
      requireParts(value, needed, setting, owner);
      checkGroup(value, `${setting}.`, owner);
    } else {
      checkValue(setting, value, owner);
    }
  }
}

function requireParts(group: object, needed: readonly string[], prefix: string, owner: string): void {
  const missing = needed.find((name) => (group as Readonly<Record<string, unknown>>)[name] === undefined);
  if (missing === undefined) return;
  const setting = `${prefix}.${missing}`;
  throw refuseSetting({ setting, owner, value: undefined, advice: settingRules[setting]?.advice ?? 'please give it' });
}

function checkValue(setting: string, value: unknown, owner: string): void {
  const rule = settingRules[setting];
  if (rule === undefined) {
    const advice = 'please see lib/settings.ts for those that there are';
    throw refuseSetting({ setting, owner, value, wrong: 'but there is no such setting', advice });
  }
  if (Token.isUnresolved(value) || rule.accepts(value)) return;
  throw refuseSetting({ setting, owner, value, wrong: rule.wrong, advice: rule.advice });
}

function checkDomain({ name, certificateArn, hostedZone }: Domain, region: string | undefined, owner: string): void {
  const [, , , issued] = certificateArn.split(':');
  if (region !== undefined && !Token.isUnresolved(certificateArn) && issued !== region) {
    throw refuseSetting({
      setting: 'domain.certificateArn',
      owner,
      value: certificateArn,
      wrong: `which is a certificate of ${issued}, but ${region} is where it is needed`,
      advice: `please request one in ${region}`,
    });
  }
  if (hostedZone !== undefined && name !== hostedZone.name && !name.endsWith(`.${hostedZone.name}`)) {
    throw refuseSetting({
      setting: 'domain.name',
      owner,
      value: name,
      wrong: `which is not within the hosted zone ${hostedZone.name}`,
      advice: 'please name the zone that it is in, or leave domain.hostedZone out',
    });
  }
}

function checkAlarms(alarms: Alarms, { owner, region }: Deployed): void {
  const given: { readonly email?: string; readonly topicArn?: string } = alarms;
  if ((given.email === undefined) === (given.topicArn === undefined)) {
    const advice = 'please give either an email or a topicArn';
    throw refuseSetting({ setting: 'alarms', owner, value: alarms, wrong: 'which is not one place', advice });
  }
  const { topicArn } = given;
  if (topicArn === undefined || region === undefined || Token.isUnresolved(topicArn)) return;
  const [, , , place] = topicArn.split(':');
  if (place !== region) {
    throw refuseSetting({
      setting: 'alarms.topicArn',
      owner,
      value: topicArn,
      wrong: `which is a topic of ${place}, but alarms reach those of their own Region alone`,
      advice: `please name one in ${region}`,
    });
  }
}

/** Limits that something else which is set would break, or not heed. */
function checkLimits({ front = {}, manyUsersLost, canary }: GivenSettings, owner: string): void {
  const { requestsPerAddress, webAclArn } = front;
  if (requestsPerAddress !== undefined && webAclArn !== undefined) {
    throw refuseSetting({
      setting: 'front.requestsPerAddress',
      owner,
      value: requestsPerAddress,
      wrong: 'but front.webAclArn names a firewall that has its own limit',
      advice: 'please leave one of them out',
    });
  }
  if (manyUsersLost === undefined || canary === undefined) return;
  // Each round loses its user twice: deactivated, and deleted.
  const lost = 2 * (Math.floor(10 / (canary.everyMinutes ?? usualMinutes)) + 1);
  if (manyUsersLost > lost) return;
  throw refuseSetting({
    setting: 'manyUsersLost',
    owner,
    value: manyUsersLost,
    wrong: `but the canary alone deactivates and deletes up to ${lost} in ten minutes`,
    advice: 'please give more than that, or let it play less often',
  });
}

function checkRestoredTable({ name, streamArn }: RestoredTable, { owner, region }: Deployed): void {
  const [, , , place, , path = ''] = streamArn.split(':');
  if (path.startsWith(`table/${name}/stream/`) && (region === undefined || place === region)) return;
  throw refuseSetting({
    setting: 'restoredTable.streamArn',
    owner,
    value: streamArn,
    wrong: `which is not a stream of the table ${name}${region === undefined ? '' : ` in ${region}`}`,
    advice: 'please give the ARN of its own stream (docs/backup.md)',
  });
}

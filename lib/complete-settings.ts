import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Names, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { checkSettings } from './check-settings.ts';
import type { GivenSettings, Settings } from './settings.ts';

const defaults = {
  publicHosts: [],
  keepsData: true,
  pointInTimeRecoveryDays: 35,
  logRetention: RetentionDays.THREE_MONTHS,
  activityDays: 90,
  manyUsersLost: 50,
  memorySize: 1024,
  rateLimit: 100,
  throttle: { rateLimit: 1000, burstLimit: 2000 },
} as const satisfies Partial<Settings>;

/**
 * The settings of a construct, checked, with the defaults for what is not given; its name is made from where it stands in
 * the app. Throws one sentence on what cannot be deployed.
 */
export function completeSettings(construct: Construct, given: GivenSettings): Settings {
  const name = given.name ?? Names.uniqueResourceName(construct, { maxLength: 64, separator: '-' });
  checkSettings(given, { owner: given.name ?? construct.node.path, region: regionOf(construct) });
  // A program that gives undefined means the default: otherwise what is to be kept would not be.
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaults, ...(told as GivenSettings), name };
}

/** Where a construct is deployed, as far as that is known: the CDK command line tells the Region of whoever calls it. */
function regionOf(construct: Construct): string | undefined {
  const { region } = Stack.of(construct);
  return Token.isUnresolved(region) ? process.env['CDK_DEFAULT_REGION'] : region;
}

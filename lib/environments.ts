import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { GivenSettings, RestoredTable } from './settings.ts';

/** A deployment of our own app: its settings (lib/settings.ts has their meaning and their defaults), and where it goes. */
export type Environment = GivenSettings & {
  /** Stage id, and the middle of the stacks' names: `rollcall-<name>-endpoint`. */
  readonly name: string;
  /** Where it is deployed; absent means the account and Region of whoever deploys. */
  readonly target?: { readonly account: string; readonly region: string };
  /** The table that the endpoint uses in the place of the data stack's, which stays: after a restore (docs/backup.md). */
  readonly restoredTable?: RestoredTable;
  /** The secret with the pepper in the place of the data stack's, where that is gone for good (docs/keys.md). */
  readonly pepperSecretArn?: string;
};

/** Every environment, in the order of their deployment. */
export const environments: readonly Environment[] = [
  {
    name: 'development',
    productName: 'Statsig',
    keepsData: false,
    pointInTimeRecoveryDays: 7,
    logRetention: RetentionDays.ONE_WEEK,
    throttle: { rateLimit: 50, burstLimit: 100 },
  },
  { name: 'production', productName: 'Statsig' },
];

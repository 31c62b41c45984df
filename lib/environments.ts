import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What may differ from one environment to the next. Everything else is the same everywhere. */
export type Environment = {
  /** Stage id, and the middle of the stacks' names: `rollcall-<name>-api`. */
  readonly name: string;
  /** Where it is deployed; absent means the account and Region of whoever deploys. */
  readonly target?: { readonly account: string; readonly region: string };
  /** The product that offers provisioning: it shows in group names and in the org role's attribute. */
  readonly productName: string;
  /** Host names that locations may name beside the API's own, such as a custom domain (P7). */
  readonly publicHosts: readonly string[];
  /** Where administrators read how to connect to the product (RFC 7643 §5); absent: the RFC of the protocol. */
  readonly documentationUrl?: string;
  /** Where docs/troubleshooting.md is published for administrators; the problems of the Console lead there. */
  readonly helpUrl?: string;
  /** True: the table and the logs outlive the stacks, and nobody deletes the table by accident. */
  readonly keepsData: boolean;
  readonly pointInTimeRecoveryDays: number;
  readonly logRetention: RetentionDays;
  /** How many days the activity log keeps what was done and refused. */
  readonly activityDays: number;
  /** The SNS topic that alarms are sent to; absent: they show in CloudWatch alone. */
  readonly alarmTopicArn?: string;
  /** Megabytes of each Lambda, which decide its share of a processor too. */
  readonly memorySize: number;
  /** Requests a second, steady and at once, before API Gateway answers 429. */
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
};

const defaults = {
  productName: 'Statsig',
  publicHosts: [],
  keepsData: true,
  pointInTimeRecoveryDays: 35,
  logRetention: RetentionDays.THREE_MONTHS,
  activityDays: 90,
  memorySize: 1024,
  throttle: { rateLimit: 1000, burstLimit: 2000 },
} as const satisfies Omit<Environment, 'name'>;

/** Every environment, in the order of their deployment. */
export const environments: readonly Environment[] = [
  {
    ...defaults,
    name: 'development',
    keepsData: false,
    pointInTimeRecoveryDays: 7,
    logRetention: RetentionDays.ONE_WEEK,
    throttle: { rateLimit: 50, burstLimit: 100 },
  },
  { ...defaults, name: 'production' },
];

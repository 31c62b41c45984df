import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { OperationsSettings } from './operations-settings.ts';

/** A host name of your own before the endpoint, with the certificate that ACM holds for it. */
export type Domain = {
  /** For example `scim.example.com`. */
  readonly name: string;
  /** ARN of the certificate, issued in the Region of the endpoint; behind CloudFront (`front`) in us-east-1. */
  readonly certificateArn: string;
  /** The zone of Route 53 in which the name is made to lead here; without it the target is an output, for your own DNS. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
};

/** Who is told of alarms: an address that has to confirm it once, or a topic of SNS that there is already. */
export type Alarms = { readonly email: string } | { readonly topicArn: string };

/** CloudFront and a firewall (WAF) before the API. */
export type Front = {
  /** Requests that one IP address may send in five minutes. Identity providers send for many customers from one address. */
  readonly requestsPerAddress?: number;
  /** The firewall, a web ACL in us-east-1; absent: one is made, in the same stack, where that is in us-east-1. */
  readonly webAclArn?: string;
};

/** A table that was restored from a backup and takes the place of the one of the data stack (docs/backup.md). */
export type RestoredTable = {
  readonly name: string;
  /** Its own stream, with both images: a restored table begins without one. */
  readonly streamArn: string;
};

/** What may differ from one deployment to the next. Everything else is the same everywhere. */
export type Settings = OperationsSettings & {
  /** What the deployment is called in the names of its API and its metrics: one of its own in each account and Region. */
  readonly name: string;
  /** The product that offers provisioning: it shows in group names and in the org role's attribute. */
  readonly productName: string;
  /** A host name of your own; absent: the one that API Gateway gives. */
  readonly domain?: Domain;
  /** CloudFront and a firewall before the API, at its `domain`; absent: API Gateway alone. */
  readonly front?: Front;
  /** Host names that locations may name beside the API's own and the `domain`, such as a proxy's (P7). */
  readonly publicHosts: readonly string[];
  /** Where administrators read how to connect to the product (RFC 7643 §5); absent: the RFC of the protocol. */
  readonly documentationUrl?: string;
  /** Where docs/troubleshooting.md is published for administrators; the problems of the Console lead there. */
  readonly helpUrl?: string;
  /** True: the table and the logs outlive the stacks, and nobody deletes the table by accident. */
  readonly keepsData: boolean;
  /** The days, 1 to 35, to any second of which the table can be restored. */
  readonly pointInTimeRecoveryDays: number;
  readonly logRetention: RetentionDays;
  /** How many days the activity log keeps what was done and refused. */
  readonly activityDays: number;
  /** Who is told of alarms; absent: they show in CloudWatch alone. */
  readonly alarms?: Alarms;
  /** Megabytes of each Lambda, which decide its share of a processor too. */
  readonly memorySize: number;
  /**
   * Requests a second that an organization may send, all of its SCIM keys together and averaged over ten seconds, unless
   * it has a limit of its own. Entra ID asks for 25.
   */
  readonly rateLimit: number;
  /** Requests a second of all organizations, steady and at once, before API Gateway answers 429. */
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
};

/** Settings as they are given: only the product has no default. */
export type GivenSettings = Partial<Settings> & Pick<Settings, 'productName'>;

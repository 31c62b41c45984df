import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What a single setting has to be; what is wrong with a value that it is not, and what to do then. */
export type SettingRule = {
  readonly accepts: (value: unknown) => boolean;
  readonly wrong: string;
  readonly advice: string;
};

const retentions = Object.values(RetentionDays).filter((value) => typeof value === 'number');

const hostName = /^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/u;

function matching(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function between(least: number, most: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && /^https:\/\/\S+$/u.test(value) && URL.canParse(value);
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

/**
 * Whether the attribute of the org role can be named after a product (RFC 7643 §2.1), as the Lambdas decide at their start
 * (lambdas/domain/product.ts).
 */
export function namesAttribute(product: unknown): boolean {
  if (typeof product !== 'string') return false;
  const letters = product.match(/[\p{L}\p{N}]+/gu)?.join('') ?? '';
  return /^[A-Za-z][A-Za-z0-9]*$/u.test(letters);
}

const page = { accepts: isAddress, wrong: 'which is no page', advice: 'please give a URL that begins with https://' };

/** Settings with parts, and which of those have to be given: a domain needs its certificate. */
export const settingGroups: Readonly<Record<string, readonly string[]>> = {
  domain: ['name', 'certificateArn'],
  'domain.hostedZone': ['id', 'name'],
  front: [],
  alarms: [],
  throttle: ['rateLimit', 'burstLimit'],
  canary: [],
  target: ['account', 'region'],
  restoredTable: ['name', 'streamArn'],
};

/** The rule of each setting by its path; a setting without one here does not exist. */
export const settingRules: Readonly<Record<string, SettingRule>> = {
  name: {
    accepts: matching(/^[A-Za-z\d][A-Za-z\d-]{0,63}$/u),
    wrong: 'which cannot name a deployment',
    advice: 'please take letters, digits and hyphens, 64 at most',
  },
  productName: {
    accepts: namesAttribute,
    wrong: 'after which no attribute can be named (RFC 7643 §2.1)',
    advice: 'please begin it with a letter, and take letters of a to z and digits',
  },
  'domain.name': {
    accepts: matching(hostName),
    wrong: 'which is no host name',
    advice: 'please give one in lower case such as scim.example.com, without scheme and path',
  },
  'domain.certificateArn': {
    accepts: matching(/^arn:aws[a-z-]*:acm:[a-z\d-]+:\d{12}:certificate\/[\w-]+$/u),
    wrong: 'which is no certificate of ACM',
    advice: 'please give its ARN, arn:aws:acm:<region>:<account>:certificate/<id>',
  },
  'domain.hostedZone.id': {
    accepts: matching(/^Z[A-Z\d]{1,31}$/u),
    wrong: 'which is no hosted zone of Route 53',
    advice: 'please give its id, such as Z0123456789ABCDEFGHIJ',
  },
  'domain.hostedZone.name': {
    accepts: matching(hostName),
    wrong: 'which is no domain',
    advice: 'please give that of the hosted zone, such as example.com',
  },
  'front.requestsPerAddress': {
    accepts: between(100, 2_000_000_000),
    wrong: 'which is no limit that a firewall can keep',
    advice: 'please give 100 to 2000000000 requests in five minutes',
  },
  'front.webAclArn': {
    accepts: matching(/^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/u),
    wrong: 'which is no firewall for CloudFront',
    advice: 'please give the ARN of a web ACL of scope CLOUDFRONT, in us-east-1',
  },
  'alarms.email': {
    accepts: matching(/^[^\s@,;<>"]+@([\w-]+\.)+[a-z]{2,63}$/iu),
    wrong: 'which is no e-mail address',
    advice: 'please give one, such as on-call@example.com',
  },
  'alarms.topicArn': {
    accepts: matching(/^arn:aws[a-z-]*:sns:[a-z\d-]+:\d{12}:[\w-]{1,256}$/u),
    wrong: 'which is no topic of SNS',
    advice: 'please give its ARN, arn:aws:sns:<region>:<account>:<name>',
  },
  publicHosts: {
    accepts: (value) => Array.isArray(value) && value.every(matching(hostName)),
    wrong: 'which are not all host names',
    advice: 'please list names in lower case such as scim.example.com',
  },
  documentationUrl: page,
  helpUrl: page,
  runbookUrl: page,
  manyUsersLost: {
    accepts: between(2, 1_000_000),
    wrong: 'which is no number of users to be told of',
    advice: 'please give 2 to 1000000 users of one organization in ten minutes',
  },
  'canary.everyMinutes': {
    accepts: between(1, 60),
    wrong: 'which is no pause between two rounds',
    advice: 'please give 1 to 60 minutes',
  },
  keepsData: {
    accepts: isFlag,
    wrong: 'which is neither true nor false',
    advice: 'please say whether the data outlives the stacks',
  },
  pointInTimeRecoveryDays: {
    accepts: between(1, 35),
    wrong: 'which DynamoDB does not offer',
    advice: 'please give 1 to 35 days',
  },
  logRetention: {
    accepts: (value) => retentions.some((days) => days === value),
    wrong: `for which CloudWatch keeps no log`,
    advice: `please give one of ${retentions.join(', ')} days (9999 keeps it for ever)`,
  },
  activityDays: {
    accepts: between(1, 3650),
    wrong: 'which is no time to keep the activity log',
    advice: 'please give 1 to 3650 days',
  },
  memorySize: {
    accepts: between(128, 10_240),
    wrong: 'which no Lambda can have',
    advice: 'please give 128 to 10240 megabytes',
  },
  rateLimit: {
    accepts: between(1, 10_000),
    wrong: 'which is no limit of an organization',
    advice: 'please give 1 to 10000 requests a second',
  },
  'throttle.rateLimit': {
    accepts: between(1, 100_000),
    wrong: 'which is no rate',
    advice: 'please give 1 to 100000 requests a second',
  },
  'throttle.burstLimit': {
    accepts: between(1, 100_000),
    wrong: 'which is no burst',
    advice: 'please give 1 to 100000 requests at once',
  },
  'restoredTable.name': {
    accepts: matching(/^[\w.-]{3,255}$/u),
    wrong: 'which is no table',
    advice: 'please give the name of the table that was restored (docs/backup.md)',
  },
  'restoredTable.streamArn': {
    accepts: matching(/^arn:aws[a-z-]*:dynamodb:[a-z\d-]+:\d{12}:table\/[\w.-]+\/stream\/\S+$/u),
    wrong: 'which is no stream',
    advice: "please switch the table's stream on, with both images, and give its ARN (docs/backup.md)",
  },
  pepperSecretArn: {
    accepts: matching(/^arn:aws[\w-]*:secretsmanager:[a-z\d-]+:\d{12}:secret:\S+-[A-Za-z\d]{6}$/u),
    wrong: 'which is no secret',
    advice: 'please give the whole ARN that create-secret answered (docs/keys.md)',
  },
  'target.account': {
    accepts: matching(/^\d{12}$/u),
    wrong: 'which is no AWS account',
    advice: 'please give its 12 digits, in quotes',
  },
  'target.region': {
    accepts: matching(/^[a-z]{2}(-[a-z]+)+-\d$/u),
    wrong: 'which is no Region',
    advice: 'please give one such as eu-central-1',
  },
};

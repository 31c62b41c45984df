import type { GivenSettings } from '../../lib/settings.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const domain = { name: 'scim.example.com', certificateArn };

/** Settings that nobody can deploy to eu-central-1, and the sentence on each: what is said of types may be wrong too. */
export const badSettings: readonly (readonly [settings: object, sentence: string])[] = [
  [{ productName: undefined }, 'productName of production is missing: please give the name of your product.'],
  [
    { productName: '365' },
    'productName of production is "365", after which no attribute can be named (RFC 7643 §2.1): please begin it with a letter, and take letters of a to z and digits.',
  ],
  [
    { name: 'my production' },
    'name of production is "my production", which cannot name a deployment: please take letters, digits and hyphens, 64 at most.',
  ],
  [
    { domain: { name: 'scim.example.com' } },
    'domain.certificateArn of production is missing: please give its ARN, arn:aws:acm:<region>:<account>:certificate/<id>.',
  ],
  [
    { domain: { ...domain, certificateArn: 'my-certificate' } },
    'domain.certificateArn of production is "my-certificate", which is no certificate of ACM: please give its ARN, arn:aws:acm:<region>:<account>:certificate/<id>.',
  ],
  [
    { domain: { ...domain, certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') } },
    `domain.certificateArn of production is "${certificateArn.replace('eu-central-1', 'us-east-1')}", which is a certificate of us-east-1, but eu-central-1 is where it is needed: please request one in eu-central-1.`,
  ],
  [
    { domain, front: {} },
    `domain.certificateArn of production is "${certificateArn}", which is a certificate of eu-central-1, but us-east-1 is where it is needed: please request one in us-east-1.`,
  ],
  [
    { domain: 'scim.example.com' },
    'domain of production is "scim.example.com", which says too little: please see lib/settings.ts for what belongs to domain.',
  ],
  [
    { domain: { ...domain, name: 'https://scim.example.com/' } },
    'domain.name of production is "https://scim.example.com/", which is no host name: please give one in lower case such as scim.example.com, without scheme and path.',
  ],
  [
    { domain: { ...domain, hostedZone: { id: 'Z0123456789', name: 'example.net' } } },
    'domain.name of production is "scim.example.com", which is not within the hosted zone example.net: please name the zone that it is in, or leave domain.hostedZone out.',
  ],
  [
    { domain: { ...domain, hostedZone: { id: 'example.com', name: 'example.com' } } },
    'domain.hostedZone.id of production is "example.com", which is no hosted zone of Route 53: please give its id, such as Z0123456789ABCDEFGHIJ.',
  ],
  [
    { domain: { ...domain, hostedZone: { id: 'Z0123456789' } } },
    'domain.hostedZone.name of production is missing: please give that of the hosted zone, such as example.com.',
  ],
  [
    { domain: { ...domain, hostedZone: { id: 'Z0123456789', name: 'Example' } } },
    'domain.hostedZone.name of production is "Example", which is no domain: please give that of the hosted zone, such as example.com.',
  ],
  [
    { front: {} },
    'front of production is {}, but CloudFront needs a host name of your own, which locations then name: please set domain too.',
  ],
  [
    {
      domain: { ...domain, certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') },
      front: { requestsPerAddress: 500, webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/mine/1' },
    },
    'front.requestsPerAddress of production is 500, but front.webAclArn names a firewall that has its own limit: please leave one of them out.',
  ],
  [
    { domain, front: { requestsPerAddress: 5 } },
    'front.requestsPerAddress of production is 5, which is no limit that a firewall can keep: please give 100 to 2000000000 requests in five minutes.',
  ],
  [
    { domain, front: { webAclArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/mine/1' } },
    'front.webAclArn of production is "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/mine/1", which is no firewall for CloudFront: please give the ARN of a web ACL of scope CLOUDFRONT, in us-east-1.',
  ],
  ...['ops', 'ops@example', 'ops@example.com, more@example.com', ''].map(
    (email) =>
      [
        { alarms: { email } },
        `alarms.email of production is "${email}", which is no e-mail address: please give one, such as on-call@example.com.`,
      ] as const,
  ),
  [
    { alarms: { topicArn: 'alarms' } },
    'alarms.topicArn of production is "alarms", which is no topic of SNS: please give its ARN, arn:aws:sns:<region>:<account>:<name>.',
  ],
  [
    { alarms: { topicArn: 'arn:aws:sns:us-east-1:123456789012:alarms' } },
    'alarms.topicArn of production is "arn:aws:sns:us-east-1:123456789012:alarms", which is a topic of us-east-1, but alarms reach those of their own Region alone: please name one in eu-central-1.',
  ],
  [{ alarms: {} }, 'alarms of production is {}, which is not one place: please give either an email or a topicArn.'],
  [
    { alarms: { email: 'ops@example.com', topicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms' } },
    'alarms of production is {"email":"ops@example.com","topicArn":"arn:aws:sns:eu-central-1:123456789012:alarms"}, which is not one place: please give either an email or a topicArn.',
  ],
  [
    { alarms: { mail: 'ops@example.com' } },
    'alarms.mail of production is "ops@example.com", but there is no such setting: please see lib/settings.ts for those that there are.',
  ],
  [
    { alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms' },
    'alarmTopicArn of production is "arn:aws:sns:eu-central-1:123456789012:alarms", but there is no such setting: please see lib/settings.ts for those that there are.',
  ],
  [
    { publicHosts: ['scim.example.com', 'https://example.com'] },
    'publicHosts of production is ["scim.example.com","https://example.com"], which are not all host names: please list names in lower case such as scim.example.com.',
  ],
  [
    { documentationUrl: 'help.example.com' },
    'documentationUrl of production is "help.example.com", which is no page: please give a URL that begins with https://.',
  ],
  [
    { helpUrl: 'http://help.example.com' },
    'helpUrl of production is "http://help.example.com", which is no page: please give a URL that begins with https://.',
  ],
  [
    { keepsData: 'yes' },
    'keepsData of production is "yes", which is neither true nor false: please say whether the data outlives the stacks.',
  ],
  [
    { pointInTimeRecoveryDays: 36 },
    'pointInTimeRecoveryDays of production is 36, which DynamoDB does not offer: please give 1 to 35 days.',
  ],
  [
    { logRetention: 31 },
    'logRetention of production is 31, for which CloudWatch keeps no log: please give one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, 9999 days (9999 keeps it for ever).',
  ],
  [
    { activityDays: 0 },
    'activityDays of production is 0, which is no time to keep the activity log: please give 1 to 3650 days.',
  ],
  [{ memorySize: 64 }, 'memorySize of production is 64, which no Lambda can have: please give 128 to 10240 megabytes.'],
  [
    { rateLimit: 10_001 },
    'rateLimit of production is 10001, which is no limit of an organization: please give 1 to 10000 requests a second.',
  ],
  [
    { throttle: { rateLimit: 0, burstLimit: 10 } },
    'throttle.rateLimit of production is 0, which is no rate: please give 1 to 100000 requests a second.',
  ],
  [
    { throttle: { rateLimit: 10 } },
    'throttle.burstLimit of production is missing: please give 1 to 100000 requests at once.',
  ],
  [
    { throttle: { rateLimit: 10, burstLimit: 1.5 } },
    'throttle.burstLimit of production is 1.5, which is no burst: please give 1 to 100000 requests at once.',
  ],
  [
    { runbookUrl: 'docs/runbook.md' },
    'runbookUrl of production is "docs/runbook.md", which is no page: please give a URL that begins with https://.',
  ],
  [
    { manyUsersLost: 1 },
    'manyUsersLost of production is 1, which is no number of users to be told of: please give 2 to 1000000 users of one organization in ten minutes.',
  ],
  [
    { canary: { everyMinutes: 0 } },
    'canary.everyMinutes of production is 0, which is no pause between two rounds: please give 1 to 60 minutes.',
  ],
  [
    { restoredTable: { name: 'restored' } },
    "restoredTable.streamArn of production is missing: please switch the table's stream on, with both images, and give its ARN (docs/backup.md).",
  ],
  [
    { restoredTable: { name: 'restored', streamArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/old/stream/1' } },
    'restoredTable.streamArn of production is "arn:aws:dynamodb:eu-central-1:123456789012:table/old/stream/1", which is not a stream of the table restored in eu-central-1: please give the ARN of its own stream (docs/backup.md).',
  ],
  [
    {
      restoredTable: { name: 'restored', streamArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/restored/stream/1' },
    },
    'restoredTable.streamArn of production is "arn:aws:dynamodb:us-east-1:123456789012:table/restored/stream/1", which is not a stream of the table restored in eu-central-1: please give the ARN of its own stream (docs/backup.md).',
  ],
  [
    { manyUsersLost: 20, canary: { everyMinutes: 1 } },
    'manyUsersLost of production is 20, but the canary alone deactivates and deletes up to 22 in ten minutes: please give more than that, or let it play less often.',
  ],
  [
    { restoredTable: { name: 'restored', streamArn: 'on' } },
    'restoredTable.streamArn of production is "on", which is no stream: please switch the table\'s stream on, with both images, and give its ARN (docs/backup.md).',
  ],
  [
    {
      restoredTable: {
        name: 'a table',
        streamArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/a/stream/2026-01-01T00:00:00.000',
      },
    },
    'restoredTable.name of production is "a table", which is no table: please give the name of the table that was restored (docs/backup.md).',
  ],
  [
    { pepperSecretArn: 'rollcall-pepper' },
    'pepperSecretArn of production is "rollcall-pepper", which is no secret: please give the whole ARN that create-secret answered (docs/keys.md).',
  ],
  [
    { target: { account: 123_456_789_012, region: 'eu-central-1' } },
    'target.account of production is 123456789012, which is no AWS account: please give its 12 digits, in quotes.',
  ],
  [
    { target: { account: '123456789012', region: 'Frankfurt' } },
    'target.region of production is "Frankfurt", which is no Region: please give one such as eu-central-1.',
  ],
  [
    { target: { account: '123456789012' } },
    'target.region of production is missing: please give one such as eu-central-1.',
  ],
];

/** Settings at the edge of what can be deployed to eu-central-1. */
export const goodSettings: readonly Omit<GivenSettings, 'productName'>[] = [
  {},
  { domain },
  { domain: { ...domain, hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' } } },
  { domain: { ...domain, hostedZone: { id: 'Z0123456789', name: 'scim.example.com' } } },
  { domain: { ...domain, certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') }, front: {} },
  { alarms: { email: 'on-call+scim@ops.example.co.uk' } },
  { alarms: { topicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms' } },
  { rateLimit: 1, pointInTimeRecoveryDays: 1, activityDays: 3650, memorySize: 10_240 },
  { manyUsersLost: 23, canary: { everyMinutes: 1 } },
  { manyUsersLost: 7, canary: {} },
  { documentationUrl: 'https://help.example.com/scim', publicHosts: ['a.example.com'] },
];

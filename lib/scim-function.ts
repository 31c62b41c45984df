import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, type IFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { codeOf } from './handler-code.ts';
import type { NarrowGrant } from './partitions.ts';
import type { PepperSecret } from './scim-pepper.ts';
import type { Settings } from './settings.ts';
import type { StreamedTable } from './scim-table.ts';

/** The resource metadata that names a Lambda's handler file, for whoever runs the template locally. */
const entryMetadata = 'rollcall:entry';

/** What one Lambda is, beside the house defaults. */
export type ScimFunctionProps = {
  readonly settings: Settings;
  readonly table: StreamedTable;
  /** The handler file, from the project's root: `lambdas/handlers/users.ts`. It exports `handler`. */
  readonly entry: string;
  readonly description: string;
  /** What the handler asks of the table, such as `dynamodb:GetItem`, in whatever partition. */
  readonly tableActions: readonly string[];
  /** What it asks of some partitions alone; nothing else is granted. */
  readonly narrowed?: readonly NarrowGrant[];
  /** The secret that the handler reads to know SCIM keys; none unless given. */
  readonly pepper?: PepperSecret | undefined;
  /** What the handler is told beside what every Lambda is told. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The names of the table's indexes that the handler queries; none unless given. */
  readonly indexes?: readonly string[];
  /** How long the Lambda may take; 10 seconds unless given. */
  readonly timeout?: Duration;
};

/** A Lambda with the house defaults, a role that can write its own log and do `tableActions`, and nothing more. */
export class ScimFunction extends Construct {
  readonly lambda: IFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ScimFunctionProps) {
    super(scope, id);
    const { settings, table, pepper, indexes = [], timeout = Duration.seconds(10) } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: settings.logRetention,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grants.write(role);
    // Not `table.grant`, which extends every action to every index there is.
    if (props.tableActions.length > 0) {
      Grant.addToPrincipal({ grantee: role, actions: [...props.tableActions], resourceArns: [table.tableArn] });
    }
    for (const { actions, partitions } of props.narrowed ?? []) {
      const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } };
      Grant.addToPrincipal({ grantee: role, actions: [...actions], resourceArns: [table.tableArn], conditions });
    }
    if (indexes.length > 0) {
      const resourceArns = indexes.map((index) => `${table.tableArn}/index/${index}`);
      Grant.addToPrincipal({ grantee: role, actions: ['dynamodb:Query'], resourceArns });
    }
    // Not `pepper.grantRead`, which lets it be described too.
    if (pepper !== undefined) {
      Grant.addToPrincipal({
        grantee: role,
        actions: ['secretsmanager:GetSecretValue'],
        resourceArns: [pepper.secretArn],
      });
    }

    const lambda = new NodejsFunction(this, 'Function', {
      description: props.description,
      ...codeOf(props.entry),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: settings.memorySize,
      timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        TABLE_NAME: table.tableName,
        PRODUCT_NAME: settings.productName,
        PUBLIC_HOSTS: hostsOf(settings).join(','),
        ACTIVITY_DAYS: String(settings.activityDays),
        RATE_LIMIT: String(settings.rateLimit),
        // CloudFront adds the address of its caller to what API Gateway adds.
        TRUSTED_PROXIES: settings.front === undefined ? '0' : '1',
        ...(pepper !== undefined && { PEPPER_SECRET_ARN: pepper.secretArn }),
        ...(settings.documentationUrl !== undefined && { DOCUMENTATION_URL: settings.documentationUrl }),
        ...(settings.helpUrl !== undefined && { HELP_URL: settings.helpUrl }),
        ...props.variables,
      },
    });
    (lambda.node.defaultChild as CfnFunction).addMetadata(entryMetadata, props.entry);
    this.lambda = lambda;
    this.logGroup = logGroup;
  }
}

/** The host names that locations may name beside the one that API Gateway is called by. */
function hostsOf({ publicHosts, domain }: Settings): readonly string[] {
  return domain === undefined ? publicHosts : [domain.name, ...publicHosts];
}

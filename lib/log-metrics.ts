import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** The logs that metrics are made of, and the name of the deployment, with which those of a metric begin. */
export type LogMetricsProps = {
  readonly name: string;
  /** The log of the API. */
  readonly accessLog: ILogGroup;
  /** The log of the worker on the stream. */
  readonly workerLog: ILogGroup;
};

const count = '1';

/**
 * What neither API Gateway nor Lambda nor DynamoDB counts, as metrics of lines that are written anyway: they cost a request
 * nothing. None has an organization as its dimension, because each value would be a metric of its own.
 */
export class LogMetrics extends Construct {
  /** Requests that failed for a fault of ours; 501 is none, and answers whoever asks for what is not offered. */
  readonly requestsFailed: Metric;
  /** Requests with a SCIM key that is not valid; those of the Console are refused with 403. */
  readonly keysRefused: Metric;
  /** Requests that API Gateway refused, because the whole deployment was asked too much at once. */
  readonly gatewayThrottled: Metric;
  /** Requests that were refused, because one organization was asking too much at once, or one address with wrong keys. */
  readonly organizationsLimited: Metric;
  /** Requests for which Lambda had no room. */
  readonly lambdasThrottled: Metric;
  /** Records of the stream that were set aside. */
  readonly recordsSetAside: Metric;
  readonly usersCreated: Metric;
  readonly usersDeactivated: Metric;
  readonly usersDeleted: Metric;
  readonly membersAdded: Metric;
  readonly membersRemoved: Metric;
  /** Users that one organization has lost in the present ten minutes: the most is what counts. */
  readonly usersLost: Metric;

  constructor(scope: Construct, id: string, { name, accessLog, workerLog }: LogMetricsProps) {
    super(scope, id);
    const make =
      (log: ILogGroup) =>
      (metric: string, pattern: string, value = count, statistic = 'Sum'): Metric =>
        log
          .addMetricFilter(metric, {
            filterPattern: FilterPattern.literal(pattern),
            metricNamespace: 'Rollcall',
            metricName: `${name}-${metric}`,
            metricValue: value,
          })
          .metric({ statistic, period: Duration.minutes(5) });
    const ofApi = make(accessLog);
    const ofWorker = make(workerLog);
    const sumOf = (metric: string, field: string): Metric => ofWorker(metric, `{ $.${field} > 0 }`, `$.${field}`);

    this.requestsFailed = ofApi('RequestsFailed', '{ ($.status = "5*") && ($.status != "501") }');
    this.keysRefused = ofApi('KeysRefused', '{ $.status = "401" }');
    // A hyphen stands for what did not happen: the request never came to a Lambda.
    this.gatewayThrottled = ofApi('GatewayThrottled', '{ ($.status = "429") && ($.integrationStatus = "-") }');
    this.organizationsLimited = ofApi('OrganizationsLimited', '{ ($.status = "429") && ($.integrationStatus != "-") }');
    this.lambdasThrottled = ofApi('LambdasThrottled', '{ ($.status = "5*") && ($.integrationStatus = "429") }');
    this.recordsSetAside = ofWorker('RecordsSetAside', '{ $.event = "recordSetAside" }');
    this.usersCreated = sumOf('UsersCreated', 'usersCreated');
    this.usersDeactivated = sumOf('UsersDeactivated', 'usersDeactivated');
    this.usersDeleted = sumOf('UsersDeleted', 'usersDeleted');
    this.membersAdded = sumOf('MembersAdded', 'membersAdded');
    this.membersRemoved = sumOf('MembersRemoved', 'membersRemoved');
    this.usersLost = ofWorker('UsersLost', '{ $.usersLostLately > 0 }', '$.usersLostLately', 'Maximum');
  }
}

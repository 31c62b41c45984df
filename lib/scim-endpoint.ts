import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmTopicOf } from './alarm-topic.ts';
import { type ApiFunctions, ScimApi } from './scim-api.ts';
import type { ScimFunction } from './scim-function.ts';
import { ScimTable, type StreamedTable } from './scim-table.ts';
import { ScimWorker } from './scim-worker.ts';
import { completeSettings, type GivenSettings } from './settings.ts';

/** The settings, all but the product's name with a default, and the table. */
export type ScimEndpointProps = GivenSettings & {
  /** A table like the one that `ScimTable` makes, for example in a stack of its own; absent: one is made here. */
  readonly table?: StreamedTable;
};

/** A SCIM 2.0 endpoint with its table, its Console and the worker behind it: the part of an app that a product adds. */
export class ScimEndpoint extends Construct {
  readonly table: StreamedTable;
  /** The API of SCIM and of the Console, without its host names. */
  readonly api: HttpApi;
  /** Each Lambda by its name. */
  readonly functions: ApiFunctions & { readonly stream: ScimFunction };
  /** What an identity provider is given. */
  readonly scimBaseUrl: string;
  /** What the command line and the product's backend call, signed by IAM. */
  readonly adminBaseUrl: string;
  /** Where alarms are sent; undefined where nobody is to be told. */
  readonly alarmTopic: ITopic | undefined;
  /** Where Lambda leaves records of the stream that it gave up. */
  readonly givenUp: Bucket;

  constructor(scope: Construct, id: string, { table, ...given }: ScimEndpointProps) {
    super(scope, id);
    const settings = completeSettings(this, given);
    this.table = table ?? new ScimTable(this, 'Data', settings).table;
    this.alarmTopic = alarmTopicOf(this, settings.alarms);
    const worker = new ScimWorker(this, 'Worker', { settings, table: this.table, alarmTopic: this.alarmTopic });
    const api = new ScimApi(this, 'Api', { settings, table: this.table });
    this.api = api.api;
    this.functions = { ...api.functions, stream: worker.function };
    this.scimBaseUrl = api.scimBaseUrl;
    this.adminBaseUrl = api.adminBaseUrl;
    this.givenUp = worker.givenUp;
  }
}

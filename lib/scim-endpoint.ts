import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmTopicOf } from './alarm-topic.ts';
import { type ApiFunctions, ScimApi } from './scim-api.ts';
import type { ScimCanary } from './scim-canary.ts';
import { ScimDomain } from './scim-domain.ts';
import { ScimFront } from './scim-front.ts';
import { ScimOperations } from './scim-operations.ts';
import type { ScimFunction } from './scim-function.ts';
import { basePaths } from './scim-routes.ts';
import { type PepperSecret, ScimPepper } from './scim-pepper.ts';
import { ScimTable, type StreamedTable } from './scim-table.ts';
import { ScimWorker } from './scim-worker.ts';
import { completeSettings } from './complete-settings.ts';
import type { GivenSettings } from './settings.ts';

/** The settings, all but the product's name with a default, and the table. */
export type ScimEndpointProps = GivenSettings & {
  /** A table like the one that `ScimTable` makes, for example in a stack of its own; absent: one is made here. */
  readonly table?: StreamedTable;
  /** A secret like the one that `ScimPepper` makes; absent: one is made here. It belongs to the table: keep both or none. */
  readonly pepper?: PepperSecret;
};

/** A SCIM 2.0 endpoint with its table, its Console and the worker behind it: the part of an app that a product adds. */
export class ScimEndpoint extends Construct {
  readonly table: StreamedTable;
  /** The secret that proves the SCIM keys. */
  readonly pepper: PepperSecret;
  /** The API of SCIM and of the Console, without its host names. */
  readonly api: HttpApi;
  /** Each Lambda by its name. */
  readonly functions: ApiFunctions & { readonly stream: ScimFunction };
  /** What an identity provider is given: at the `domain` where there is one. */
  readonly scimBaseUrl: string;
  /** What the name of the `domain` has to lead to in the DNS, where no hosted zone was given to do it. */
  readonly domainTarget: string | undefined;
  /** CloudFront before the API; undefined without `front`. */
  readonly distribution: Distribution | undefined;
  /** What the command line and the product's backend call, signed by IAM. */
  readonly adminBaseUrl: string;
  /** Where alarms are sent; undefined where nobody is to be told. */
  readonly alarmTopic: ITopic | undefined;
  /** Plays small rounds of Okta; undefined without `canary`. */
  readonly canary: ScimCanary | undefined;
  /** Where Lambda leaves records of the stream that it gave up. */
  readonly givenUp: Bucket;

  constructor(scope: Construct, id: string, { table, pepper, ...given }: ScimEndpointProps) {
    super(scope, id);
    const settings = completeSettings(this, given);
    this.table = table ?? new ScimTable(this, 'Data', settings).table;
    this.pepper = pepper ?? new ScimPepper(this, 'Pepper', settings).secret;
    this.alarmTopic = alarmTopicOf(this, settings.alarms);
    const worker = new ScimWorker(this, 'Worker', { settings, table: this.table });
    const api = new ScimApi(this, 'Api', { settings, table: this.table, pepper: this.pepper });
    this.api = api.api;
    this.functions = { ...api.functions, stream: worker.function };
    const { domain, front } = settings;
    if (domain === undefined) {
      this.scimBaseUrl = api.scimBaseUrl;
    } else {
      this.scimBaseUrl = `https://${domain.name}${basePaths[0]}`;
      if (front === undefined) {
        this.domainTarget = new ScimDomain(this, 'Domain', { domain, api: api.api, stage: api.stage }).target;
      } else {
        const { distribution, target } = new ScimFront(this, 'Front', {
          name: settings.name,
          front,
          domain,
          api: api.api,
        });
        this.distribution = distribution;
        this.domainTarget = target;
      }
    }
    this.adminBaseUrl = api.adminBaseUrl;
    this.givenUp = worker.givenUp;
    const { scimBaseUrl, alarmTopic } = this;
    this.canary = new ScimOperations(this, 'Operations', {
      settings,
      table: this.table,
      api,
      worker,
      scimBaseUrl,
      alarmTopic,
    }).canary;
  }
}

import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EndpointAlarms } from './endpoint-alarms.ts';
import { LogMetrics } from './log-metrics.ts';
import type { ScimApi } from './scim-api.ts';
import { ScimCanary } from './scim-canary.ts';
import { ScimDashboard } from './scim-dashboard.ts';
import type { StreamedTable } from './scim-table.ts';
import type { ScimWorker } from './scim-worker.ts';
import type { Settings } from './settings.ts';
import { WorkerAlarms } from './worker-alarms.ts';

/** What is watched, and who is told. */
export type ScimOperationsProps = {
  readonly settings: Settings;
  readonly table: StreamedTable;
  readonly api: ScimApi;
  readonly worker: ScimWorker;
  /** The endpoint as identity providers have it. */
  readonly scimBaseUrl: string;
  /** Where alarms are sent; undefined: nowhere. */
  readonly alarmTopic: ITopic | undefined;
};

/** Everything by which an operator sees how the endpoint is: metrics of its log, alarms, a dashboard, and the canary. */
export class ScimOperations extends Construct {
  /** Undefined where the settings ask for none. */
  readonly canary: ScimCanary | undefined;

  constructor(scope: Construct, id: string, props: ScimOperationsProps) {
    super(scope, id);
    const { settings, table, api, worker, scimBaseUrl } = props;
    const surroundings = { topic: props.alarmTopic, runbookUrl: settings.runbookUrl };
    const { lambda, logGroup } = worker.function;
    const metrics = new LogMetrics(this, 'Log', {
      name: settings.name,
      accessLog: api.accessLog,
      workerLog: logGroup,
    });
    const { manyUsersLost, canary } = settings;
    new EndpointAlarms(this, 'Endpoint', { ...surroundings, api: api.api, table, metrics, manyUsersLost });
    new WorkerAlarms(this, 'Worker', { ...surroundings, lambda, records: worker.records, metrics });
    this.canary = canary && new ScimCanary(this, 'Canary', { ...surroundings, settings, canary, table, scimBaseUrl });
    new ScimDashboard(this, 'Dashboard', {
      name: settings.name,
      table,
      api,
      metrics,
      worker: worker.function,
      canary: this.canary?.function,
    });
  }
}

import * as z from 'zod';
import type { Route } from './routes.ts';

/** A Lambda as the template declares it. */
export type DeployedFunction = {
  /** Its handler file, from the project's root. */
  readonly entry: string;
  /** The variables that the template knows; the others stand for resources in AWS. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
};

/** What hands the records of the table's stream to a Lambda. */
export type EventSource = {
  /** The handler file of the Lambda. */
  readonly entry: string;
  /** Which records are handed over; all, where there are none. */
  readonly patterns: readonly unknown[];
  readonly batchSize: number;
  /** How often a record is handed over again. */
  readonly retries: number;
};

/** What the local server takes from templates. */
export type Deployment = {
  readonly routes: readonly Route[];
  readonly functions: readonly DeployedFunction[];
  readonly eventSources: readonly EventSource[];
};

const reference = z.object({ Ref: z.string() });
const schema = z.object({
  Resources: z.record(
    z.string(),
    z.discriminatedUnion('Type', [
      z.object({
        Type: z.literal('AWS::ApiGatewayV2::Route'),
        Properties: z.object({
          RouteKey: z.string(),
          // Who signs requests is for the gateway to know: here the handler takes the admin key in its place. Another
          // kind of authorization would be checked by nobody.
          AuthorizationType: z.enum(['NONE', 'AWS_IAM']).optional(),
          Target: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.tuple([z.literal('integrations/'), reference])]) }),
        }),
      }),
      z.object({
        Type: z.literal('AWS::ApiGatewayV2::Integration'),
        Properties: z.object({ IntegrationUri: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) }),
      }),
      z.object({
        Type: z.literal('AWS::Lambda::Function'),
        Metadata: z.object({ 'rollcall:entry': z.string() }),
        Properties: z.object({
          Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
          Timeout: z.number(),
        }),
      }),
      z.object({
        Type: z.literal('AWS::Lambda::EventSourceMapping'),
        Properties: z.object({
          FunctionName: reference,
          FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
          BatchSize: z.number(),
          MaximumRetryAttempts: z.number(),
        }),
      }),
    ]),
  ),
});

const known: readonly unknown[] = [
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
];

/**
 * Reads routes, functions and event sources from a CloudFormation template: route to integration to function to handler
 * file.
 */
export function readTemplate(template: unknown): Deployment {
  const all = z.object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) }).parse(template);
  const wanted = Object.entries(all.Resources).filter(([, { Type }]) => known.includes(Type));
  const { Resources: resources } = schema.parse({ Resources: Object.fromEntries(wanted) });

  const functions = new Map<string, DeployedFunction>();
  for (const [id, resource] of Object.entries(resources)) {
    if (resource.Type !== 'AWS::Lambda::Function') continue;
    const variables = Object.entries(resource.Properties.Environment.Variables);
    functions.set(id, {
      entry: resource.Metadata['rollcall:entry'],
      environment: Object.fromEntries(
        variables.filter((variable): variable is [string, string] => typeof variable[1] === 'string'),
      ),
      timeoutSeconds: resource.Properties.Timeout,
    });
  }

  const routes: Route[] = [];
  for (const resource of Object.values(resources)) {
    if (resource.Type !== 'AWS::ApiGatewayV2::Route') continue;
    const { RouteKey: routeKey, Target: target } = resource.Properties;
    const integration = resources[target['Fn::Join'][1][1].Ref];
    const functionId =
      integration?.Type === 'AWS::ApiGatewayV2::Integration'
        ? integration.Properties.IntegrationUri['Fn::GetAtt'][0]
        : undefined;
    const entry = functionId === undefined ? undefined : functions.get(functionId)?.entry;
    if (entry === undefined) throw new Error(`The route ${routeKey} of the template leads to no function.`);
    routes.push({ routeKey, entry });
  }

  const eventSources: EventSource[] = [];
  for (const [id, resource] of Object.entries(resources)) {
    if (resource.Type !== 'AWS::Lambda::EventSourceMapping') continue;
    const { FunctionName: name, FilterCriteria: criteria, BatchSize: batchSize } = resource.Properties;
    const entry = functions.get(name.Ref)?.entry;
    if (entry === undefined) throw new Error(`The event source ${id} of the template leads to no function.`);
    const patterns = criteria.Filters.map(({ Pattern: pattern }) => JSON.parse(pattern) as unknown);
    eventSources.push({ entry, patterns, batchSize, retries: resource.Properties.MaximumRetryAttempts });
  }
  return { routes, functions: [...functions.values()], eventSources };
}

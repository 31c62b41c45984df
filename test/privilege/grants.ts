import type { Template } from 'aws-cdk-lib/assertions';
import type { Need } from './needs.ts';

/** One action on one resource that a Lambda is allowed, in all partitions or in those that look so. */
export type Given = {
  readonly action: string;
  readonly resource: string;
  /** A pattern, `*` for a grant without a condition. */
  readonly partition: string;
};

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
};
type Lambda = {
  readonly Metadata: Readonly<Record<string, string>>;
  readonly Properties: { readonly Role: { readonly 'Fn::GetAtt': readonly [string, string] } };
};
type Policy = {
  readonly Properties: {
    readonly Roles: readonly { readonly Ref: string }[];
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  };
};

/** What the template allows the Lambda of each handler file. */
export function grantsIn(template: Template): ReadonlyMap<string, readonly Given[]> {
  const lambdas = Object.values(template.findResources('AWS::Lambda::Function')) as unknown as readonly Lambda[];
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as unknown as readonly Policy[];
  const grants = new Map<string, readonly Given[]>();
  for (const { Metadata, Properties } of lambdas) {
    const entry = Metadata['rollcall:entry'];
    if (entry === undefined) continue;
    const role = Properties.Role['Fn::GetAtt'][0];
    const own = policies.filter(({ Properties: { Roles } }) => Roles.some(({ Ref }) => Ref === role));
    grants.set(entry, own.flatMap((policy) => policy.Properties.PolicyDocument.Statement).flatMap(givenBy));
  }
  return grants;
}

/** True where a call that needs this is allowed by it. */
export function allows({ action, resource, partition }: Given, need: Need): boolean {
  const pattern = partition.replaceAll('*', '.*').replaceAll('?', '.');
  return action === need.action && resource === need.resource && new RegExp(`^${pattern}$`, 'u').test(need.partition);
}

function givenBy({ Effect, Action, Resource, Condition }: Statement): readonly Given[] {
  if (Effect !== 'Allow') throw new Error('A policy of a Lambda denies something, which nobody expects.');
  const resources = Array.isArray(Resource) ? (Resource as readonly unknown[]) : [Resource];
  const patterns = Condition === undefined ? ['*'] : partitionsIn(Condition);
  return [Action]
    .flat()
    .flatMap((action) =>
      resources.flatMap((resource) => patterns.map((partition) => ({ action, resource: nameOf(resource), partition }))),
    );
}

function partitionsIn(condition: unknown): readonly string[] {
  const { 'ForAllValues:StringLike': like, ...others } = condition as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  const { 'dynamodb:LeadingKeys': keys, ...more } = like ?? {};
  if (!Array.isArray(keys) || Object.keys({ ...others, ...more }).length > 0) {
    throw new Error(`A policy has a condition that nobody expects: ${JSON.stringify(condition)}`);
  }
  return keys.map(String);
}

/** A resource in words; whatever is not one of ours shows as it is. */
function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  if (text.includes('*')) return text;
  const index = /"\/index\/(\w+)"/u.exec(text)?.[1];
  if (index !== undefined) return `the index ${index}`;
  if (/^\{"Fn::ImportValue":"[^"]*Table[0-9A-F]*StreamArn[0-9A-F]*"\}$/u.test(text)) return 'the stream';
  if (/^\{"Fn::ImportValue":"[^"]*Table[0-9A-F]*Arn[0-9A-F]*"\}$/u.test(text)) return 'the table';
  if (/^\{"Fn::ImportValue":"[^"]*PepperSecret[0-9A-F]*"\}$/u.test(text)) return 'the pepper';
  if (/^\{"Fn::GetAtt":\["\w*Log[0-9A-F]*","Arn"\]\}$/u.test(text)) return 'its log';
  return text;
}

/** A resource of a CloudFormation template. */
type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };

/** A CloudFormation template. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

/**
 * A template as the emulator can deploy it (docs/deployment-test.md). It reads past a table's replicas, the only one of
 * which has what protects the table; and it refers to a secret by its name, where AWS gives the ARN.
 */
export function fitToEmulator(template: Template): Template {
  const { Resources: resources } = template;
  return JSON.parse(JSON.stringify(template), (_, value: unknown) => {
    if (isTable(value)) return { ...value, Properties: { ...value.Properties.Replicas[0], ...value.Properties } };
    const named = referenceOf(value);
    const isSecret = named !== undefined && resources[named]?.Type === 'AWS::SecretsManager::Secret';
    return isSecret ? { 'Fn::GetAtt': [named, 'Id'] } : value;
  }) as Template;
}

type Table = { readonly Properties: { readonly Replicas: readonly object[] } };

function isTable(value: unknown): value is Table {
  const { Type: type } = (value ?? {}) as Partial<Resource>;
  return type === 'AWS::DynamoDB::GlobalTable';
}

function referenceOf(value: unknown): string | undefined {
  const isReference = typeof value === 'object' && value !== null && Object.keys(value).join() === 'Ref';
  const { Ref: name } = (isReference ? value : {}) as { Ref?: unknown };
  return typeof name === 'string' ? name : undefined;
}

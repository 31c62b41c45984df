/** A resource of a CloudFormation template. */
type Resource = { readonly Type: string; readonly Properties?: Properties };
type Properties = Readonly<Record<string, unknown>>;

/** A CloudFormation template. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

/** What the emulator takes otherwise than AWS, with what it takes; docs/deployment-test.md has the reasons. */
const fits: Readonly<Record<string, (properties: Properties) => Properties>> = {
  // It refuses alarms on several metrics: these watch one.
  'AWS::CloudWatch::Alarm': ({ Metrics: several, ...properties }) =>
    several === undefined
      ? properties
      : { ...properties, Namespace: 'Rollcall', MetricName: 'Several', Statistic: 'Sum', Period: 60 },
  // It reads past the replicas, the only one of which has what protects the table.
  'AWS::DynamoDB::GlobalTable': (properties) => {
    const [replica] = (properties['Replicas'] ?? []) as readonly Properties[];
    return { ...replica, ...properties };
  },
};

/** A template as the emulator can deploy it. */
export function fitToEmulator(template: Template): Template {
  const { Resources: resources } = template;
  const fitted = Object.entries(resources).map(([id, resource]) => {
    const fit = fits[resource.Type];
    return [id, fit === undefined ? resource : { ...resource, Properties: fit(resource.Properties ?? {}) }];
  });
  const whole = JSON.stringify({ ...template, Resources: Object.fromEntries(fitted) });
  // It refers to a secret by its name, where AWS gives the ARN: the ARN is asked for.
  return JSON.parse(whole, (_, value: unknown) => {
    const named = referenceOf(value);
    const isSecret = named !== undefined && resources[named]?.Type === 'AWS::SecretsManager::Secret';
    return isSecret ? { 'Fn::GetAtt': [named, 'Id'] } : value;
  }) as Template;
}

function referenceOf(value: unknown): string | undefined {
  const isReference = typeof value === 'object' && value !== null && Object.keys(value).join() === 'Ref';
  const { Ref: name } = (isReference ? value : {}) as { Ref?: unknown };
  return typeof name === 'string' ? name : undefined;
}

import { checkSettings } from './check-settings.ts';
import type { Environment } from './environments.ts';
import { SettingError } from './setting-error.ts';

/** What may be said on the command line, `-c <name>=<value>`, and the setting that it stands for, which is checked later. */
const contextSettings: Readonly<Record<string, (value: string, given: Environment) => object>> = {
  productName: (productName) => ({ productName }),
  domainName: (name, { domain }) => ({ domain: { ...domain, name } }),
  certificateArn: (certificateArn, { domain }) => ({ domain: { ...domain, certificateArn } }),
  alarmEmail: (email) => ({ alarms: { email } }),
  logRetention: (days) => ({ logRetention: /^\d+$/u.test(days) ? Number(days) : days }),
};

type Context = Readonly<Record<string, unknown>>;

/**
 * The environments that are to be deployed: all, or the one that the context names, with what else the context says of it.
 * Throws one sentence on what cannot be deployed. `flags` are those of cdk.json, which are no settings.
 */
export function chosenEnvironments(
  environments: readonly Environment[],
  context: Context,
  flags: Context,
): readonly Environment[] {
  refuseUnknown(context, flags);
  refuseNameless(environments);
  refuseTwins(environments);
  const chosen = named(environments, context['environment']);
  const given = Object.keys(contextSettings).filter((key) => context[key] !== undefined);
  if (given.length > 0 && chosen.length > 1) {
    throw new SettingError(
      `The context ${given.join(', ')} is for one environment alone: please say which with -c environment=<name>, one of ${namesOf(environments)}.`,
    );
  }
  const settled = chosen.map((environment) => settle(environment, context));
  for (const environment of settled) {
    const { name: owner, target } = environment;
    checkSettings(environment, { owner, region: target?.region ?? process.env['CDK_DEFAULT_REGION'] });
  }
  return settled;
}

function settle(environment: Environment, context: Context): Environment {
  const settled = { ...environment };
  for (const [key, change] of Object.entries(contextSettings)) {
    const value = context[key];
    if (value !== undefined) Object.assign(settled, change(String(value), settled));
  }
  return settled;
}

/** What the command line of CDK notes beside what it looked up, whose keys have a colon, and its flags, which begin with an @. */
const notedByCdk = ['acknowledged-issue-numbers', 'cli-telemetry'];

function refuseUnknown(context: Context, flags: Context): void {
  const known = ['environment', ...Object.keys(contextSettings)];
  const foreign = Object.keys(context).filter(
    (key) => !/[:@]/u.test(key) && !notedByCdk.includes(key) && !(key in flags),
  );
  const unknown = foreign.find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new SettingError(
    `There is no context "${unknown}", which is ${JSON.stringify(context[unknown])}: please give one of ${known.join(', ')}.`,
  );
}

/** Whatever the types say, nobody has checked them: without a name it would be a deployment that is called undefined. */
function refuseNameless(environments: readonly Partial<Environment>[]): void {
  const place = environments.findIndex(({ name }) => name === undefined);
  if (place === -1) return;
  throw new SettingError(
    `name of environment ${place + 1} in lib/environments.ts is missing: please give it one, such as production.`,
  );
}

function refuseTwins(environments: readonly Environment[]): void {
  const names = environments.map(({ name }) => name);
  const twin = names.find((name, place) => names.indexOf(name) !== place);
  if (twin === undefined) return;
  throw new SettingError(`name of two environments is ${JSON.stringify(twin)}: please give each a name of its own.`);
}

function named(environments: readonly Environment[], wanted: unknown): readonly Environment[] {
  if (wanted === undefined) return environments;
  const found = environments.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  throw new SettingError(
    `The context environment is ${JSON.stringify(wanted)}, which lib/environments.ts does not have: please give one of ${namesOf(environments)}.`,
  );
}

function namesOf(environments: readonly Environment[]): string {
  return environments.map(({ name }) => name).join(', ');
}

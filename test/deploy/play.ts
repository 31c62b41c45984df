import { playConformance, playOkta } from './clients.ts';
import { createOperator, createStranger } from './operator.ts';
import { destroyKept } from './ending.ts';
import { playAccident } from './accident.ts';
import { type Rollcall, rollcallWith } from './rollcall.ts';
import { scimAt } from './scim.ts';
import type { Customer, List, Stage } from './stage.ts';
import { waitFor } from './wait.ts';

/** What the emulator does otherwise than AWS in a conformance case, with its reason: nothing by now. */
const emulatorDiffers: Readonly<Record<string, string>> = {};

/** The table is to outlive the environment, as in production. */
const settings = { keepsData: true };
const documentationUrl = 'https://docs.example.com/scim';

/** Plays the life of a deployment, from an empty account to the end. */
export async function playDeployment(stage: Stage): Promise<void> {
  const { steps, cdk, account, environment, emulatorPort } = stage;
  await steps.run('bootstrap the account', () => cdk.bootstrap());
  const { outputs } = await steps.run('deploy the development environment', () => cdk.deploy(settings));
  const operator = await createOperator(account, outputs);
  const rollcall = rollcallWith({
    ...environment,
    ...operator,
    ROLLCALL_ENDPOINT: outputs.adminBaseUrl,
    ROLLCALL_ORGANIZATION: 'Acme',
  });
  const { key } = await steps.run('make a customer with the command line', () => makeCustomer(rollcall));
  const scim = scimAt(outputs.scimBaseUrl, key, emulatorPort);
  const customer = { outputs, rollcall, scim };
  await steps.run('refuse whoever may not call', () => callAsOthers(stage, customer));
  await steps.run('follow what was written (the worker on the stream)', () => followWrites(stage, customer));
  const open = await steps.run('make an organization with open groups', () => makeOpenOrganization(rollcall));
  const target = { baseUrl: outputs.scimBaseUrl, environment };
  // Of different organizations, and the deployment must not be felt by either.
  const [okta, conformance, again] = await Promise.all([
    steps.run('play Okta', () => playOkta({ ...target, key })),
    steps.run('play the conformance cases', () => playConformance({ ...target, key: open.key }, emulatorDiffers)),
    steps.run('deploy again meanwhile', () => cdk.deploy(settings)),
  ]);
  steps.note([...okta, ...conformance]);
  const stacks = again.text.match(/^✅ {2}.+$/gmu) ?? [];
  steps.check(
    'a second deployment changes nothing',
    stacks.length > 0 && stacks.every((line) => line.endsWith(' (no changes)')),
    stacks,
  );

  const changed = { ...settings, documentationUrl };
  await steps.run('change a setting', () => cdk.deploy(changed));
  const configuration = await scim('GET', '/ServiceProviderConfig');
  steps.check(
    'a changed setting arrives in the Lambda',
    configuration.body['documentationUri'] === documentationUrl,
    configuration,
  );

  const restored = await playAccident(stage, customer, changed);
  await destroyKept(stage, [outputs.tableName, restored.name]);
}

async function makeCustomer(rollcall: Rollcall): Promise<{ readonly key: string }> {
  const owner = ['--owner', 'owner@example.com', '--given-name', 'Olivia', '--family-name', 'Owner'];
  await rollcall.ask('org', 'create', 'Acme', '--domain', 'example.com', ...owner);
  await rollcall.ask('project', 'create', 'Project A');
  return rollcall.ask('key', 'create', 'Okta');
}

async function makeOpenOrganization(rollcall: Rollcall): Promise<{ readonly key: string }> {
  const owner = ['--owner', 'owner@example.org', '--given-name', 'Oscar', '--family-name', 'Owner'];
  await rollcall.ask('org', 'create', 'Open', '--domain', '*', ...owner);
  await rollcall.ask('org', 'set', 'Open', '--groups', 'open');
  return rollcall.ask('key', 'create', 'Conformance', '--organization', 'Open');
}

async function callAsOthers(
  { steps, account, environment, emulatorPort }: Stage,
  { outputs }: Customer,
): Promise<void> {
  const stranger = await createStranger(account);
  const variables = { ...environment, ...stranger, ROLLCALL_ENDPOINT: outputs.adminBaseUrl };
  const called = await rollcallWith(variables).run('org', 'list');
  steps.check(
    'the admin API refuses whoever has no permission in IAM',
    called.code !== 0 && called.err.startsWith('AWS refuses the call: '),
    called.err,
  );
  const refused = await scimAt(outputs.scimBaseUrl, 'scim-wrong', emulatorPort)('GET', '/Users');
  steps.check('SCIM refuses a wrong key', refused.status === 401, refused);
}

async function followWrites({ steps }: Stage, { rollcall, scim }: Customer): Promise<void> {
  const ada = await scim('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'ada@example.com',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
  });
  steps.check('SCIM creates a user', ada.status === 201, ada);
  const location = (ada.body['meta'] as { location?: string } | undefined)?.location;
  steps.check('a location begins with the base URL', location?.startsWith('https://') === true, location);
  const found = await waitFor(async () => {
    const { items } = await rollcall.ask<List>('member', 'list', 'lovelace');
    return items.length === 1 ? items : undefined;
  });
  steps.check('the worker makes a member findable by family name', found !== undefined);
  const told = await waitFor(async () => {
    const { items } = await rollcall.ask<List>('activity', '--target', 'ada@example.com');
    return items.length > 0 ? items : undefined;
  });
  steps.check('the worker writes the activity log', told !== undefined);
}

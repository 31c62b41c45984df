import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, completeTable, type Restored, restoreBackup, restoreMoment } from './recovery.ts';
import type { Rollcall } from './rollcall.ts';
import type { Customer, List, Stage } from './stage.ts';
import { waitFor } from './wait.ts';

/** Loses a user, restores the table, and leads the deployment to the restored one, as docs/backup.md says. */
export async function playAccident(
  { steps, account: { database }, cdk }: Stage,
  { outputs: { tableName }, rollcall, scim }: Customer,
  settings: object,
): Promise<Restored> {
  const byName = '/Users?filter=userName%20eq%20%22ada@example.com%22';
  const before = await scim('GET', byName);
  const id = idOfFirst(before.body);
  const backupArn = await steps.run('back the table up', () => backUp(database, tableName));
  const gone = await scim('DELETE', `/Users/${id}`);
  const nobody = await scim('GET', byName);
  steps.check('the accident happens', gone.status === 204 && nobody.body['totalResults'] === 0, {
    before,
    gone,
    nobody,
  });

  const name = `${tableName}-restored`;
  const restored = await steps.run('restore the backup into another table', async () => {
    await restoreBackup(database, backupArn, name);
    return completeTable(database, name);
  });
  const verified = await steps.run('verify the restored table', () => rollcall.run('verify', '--table', name));
  steps.check('nothing in the restored table is damaged', verified.code === 0, verified.out + verified.err);
  await steps.run('lead the deployment to the restored table', () =>
    cdk.deploy({ ...settings, restoredTable: restored }),
  );
  const back = await scim('GET', byName);
  steps.check('what was lost is there again, with its id', idOfFirst(back.body) === id, back);

  const changed = await scim('PATCH', `/Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'name.familyName', value: 'Byron' }],
  });
  steps.check('the restored table takes writes', changed.status === 200, changed);
  const found = await waitFor(async () => {
    const { items } = await rollcall.ask<List>('member', 'list', 'byron');
    return items.length === 1 ? items : undefined;
  });
  steps.check('the worker follows the stream of the restored table', found !== undefined);

  const earlier = `${tableName}-earlier`;
  await steps.run('restore the first table as it was a moment ago', () => restoreMoment(database, tableName, earlier));
  const looked = await rollcall.run('verify', '--table', earlier);
  steps.check('nothing in that table is damaged', looked.code === 0, looked.out + looked.err);
  await steps.run('restore one organization alone', () => restoreOrganization(rollcall, earlier, name));
  const whole = await rollcall.run('verify', 'Acme', '--table', name);
  steps.check('nothing of the organization is damaged', whole.code === 0, whole.out + whole.err);
  const { items } = await rollcall.ask<List>('member', 'list', 'lovelace', '--organization', 'Acme');
  steps.check('the organization has the members of that moment', items.length === 0, items);
  return restored;
}

/** Takes an organization out of a restored table, and puts it in the place of the one in use. */
async function restoreOrganization(rollcall: Rollcall, from: string, to: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-organization-'));
  try {
    const file = join(folder, 'acme.jsonl');
    await rollcall.ask('export', 'Acme', '--table', from, '--file', file);
    await rollcall.ask('org', 'delete', 'Acme', '--confirm', 'Acme');
    await rollcall.ask('import', '--file', file, '--as', 'new', '--table', to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function idOfFirst(body: Readonly<Record<string, unknown>>): string | undefined {
  const [first] = (body['Resources'] ?? []) as readonly { readonly id: string }[];
  return first?.id;
}

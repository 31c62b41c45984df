import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createKey } from '#domain/founding.ts';
import { keepPepper } from '#storage/pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { openProofs } from '../../upkeep/proofs.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { refusal, type SecretsManager, secretValue, startSecretsManager } from '../support/secrets-manager.ts';
import { foundWorld } from '../support/world.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:Pepper-AbCdEf';
const [first, second] = ['the first pepper, which is long enough', 'the second pepper, which is long enough'];

let table: TestTable;
let manager: SecretsManager;
beforeAll(async () => {
  [table, manager] = await Promise.all([startTestTable(), startSecretsManager()]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  manager.stop();
  await table.stop();
});

it('a rotation is played to its end: the keys are counted, renewed, and rest on the new secret alone', async () => {
  const world = await foundWorld({ registry: tableRegistry({ ...table, pepper: keepPepper(async () => first) }) });
  const wanted = { organizationId: world.organization.id, name: 'Okta', scope: 'full' } as const;
  for (let number = 0; number < 3; number += 1) await createKey(world.directory, wanted, world.clock);
  const proofs = openProofs({ ...table }, { arn, endpoint: manager.endpoint });
  manager.reply(({ VersionStage }) =>
    VersionStage === 'AWSCURRENT' ? secretValue(first) : refusal('ResourceNotFoundException'),
  );
  expect(await proofs.count({ renew: false })).toEqual({ current: 3, previous: 0, other: 0, none: 0 });
  manager.reply(({ VersionStage }) => secretValue(VersionStage === 'AWSCURRENT' ? second : first));
  expect(await proofs.count({ renew: true })).toEqual({ current: 0, previous: 3, other: 0, none: 0 });
  expect(await proofs.count({ renew: false })).toEqual({ current: 3, previous: 0, other: 0, none: 0 });
  proofs.close();
});

it('a secret that may not be read is told of in one sentence', async () => {
  const proofs = openProofs({ ...table }, { arn, endpoint: manager.endpoint });
  manager.reply(() => refusal('AccessDeniedException'));
  await expect(proofs.count({ renew: false })).rejects.toThrow(
    /^The secret arn:\S+ with the pepper .* may not be read/u,
  );
  proofs.close();
});

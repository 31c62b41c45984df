import { randomUUID } from 'node:crypto';
import type { Console, ConsoleDesk } from '../../lambdas/domain/console.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import type { Clock } from '../../lambdas/domain/founding.ts';
import { product, stamp, type World } from './world.ts';

/** Who acts in the Console of tests. */
export const principal = 'local:admin';

/** The Console of an organization; `more` replaces parts of it. */
export function consoleOf(registry: Registry, { context, organization }: World, more: Partial<Console> = {}): Console {
  return {
    ...context,
    directory: registry.directory(organization.id, stamp({ actor: principal })),
    registry,
    baseUrl: 'https://scim.test/admin/v1',
    actor: principal,
    answerBy: Date.now() + 600_000,
    ...more,
  };
}

/** Where organizations are founded and listed. */
export function deskOf(registry: Registry, clock: Clock): ConsoleDesk {
  return {
    registry,
    product,
    stamp: stamp({ actor: principal }),
    now: () => clock.now(),
    newId: () => randomUUID(),
  };
}

import type { Console, ConsoleDesk } from '#domain/console.ts';
import { consoleRefusals } from '#domain/console-refusals.ts';
import type { Registry } from '#domain/directory.ts';
import type { AdminExchange } from './admin-exchange.ts';
import { adminPrefix } from './admin-operation.ts';
import type { Surroundings } from './exchange.ts';

/** Milliseconds after which a change that is not done is answered with 202 and goes on by itself. */
const answeredWithin = 5_000;

/** What operations work with where no organization is named. */
export function deskOf(
  { caller, stamp }: AdminExchange,
  registry: Registry,
  { product, now, newId }: Surroundings,
): ConsoleDesk {
  if (caller === undefined) throw new Error('An operation of the Console has no caller.');
  return { registry, product, stamp: { ...caller, ...stamp }, now, newId };
}

/** What operations in an organization work with. */
export function consoleOf(
  exchange: AdminExchange,
  origin: string,
  registry: Registry,
  { product, now, newId }: Surroundings,
): Console {
  const { caller, organization, stamp, startedAt, notices } = exchange;
  if (caller === undefined || organization === undefined) throw new Error('An operation has no organization.');
  return {
    ...caller,
    organization,
    registry,
    directory: registry.directory(organization.id, { ...caller, ...stamp }),
    product,
    baseUrl: origin + adminPrefix,
    answerBy: Math.min(startedAt + answeredWithin, stamp.deadline),
    now,
    newId,
    async refreshOrganization() {
      const fresh = await registry.organization(organization.id);
      if (fresh === undefined) throw consoleRefusals.organizationNotFound(organization.id);
      return fresh;
    },
    notice(notice) {
      notices.push(notice);
    },
  };
}

import * as z from 'zod/mini';
import { generatedGroups } from '#domain/group-names.ts';
import { transactionActions } from '#domain/limits.ts';
import type { Structure } from '#domain/structure.ts';
import { stepEnd } from './change-step.ts';
import type { Step, TakeStep } from './change-step.ts';
import { readGroupName } from './group-items.ts';
import { groupNameKey, groupNamesFrom } from './group-keys.ts';
import type { Attributes } from './item.ts';
import { freeNameAt } from './name-reservations.ts';
import { readPages } from './send-reads.ts';
import { writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { raiseVersion } from './structure-commands.ts';
import { readStructureNow } from './structure-reading.ts';

const namesWork = z.object({ groupPrefix: z.string(), namesBegin: z.string() });

/** Beside the names stands the structure's version. */
const namesPerTransaction = transactionActions - 1;

/**
 * Frees the names of groups that begin so and that no group has. A change of the structure which rests on such a name is
 * stale then, because the version is raised with it.
 */
export const freeNames: TakeStep = async (session, { work }, goesOn): Promise<Step> => {
  const { groupPrefix, namesBegin } = namesWork.parse(work);
  const range = groupNamesFrom(session.organization, namesBegin);
  const structure = await readStructureNow(session);
  const kept = keysOfNames(session, structure, groupPrefix);
  const isEnough = stepEnd(session);
  let { version } = structure;
  let handled = 0;
  for await (const page of readPages(session, range, { limit: namesPerTransaction })) {
    if (!goesOn() || isEnough(handled)) return { handled, left: work };
    const left = page.filter((item) => readGroupName(item).kind !== 'ordinary' && !kept.has(item['SK']));
    if (left.length === 0) continue;
    if (!(await free(session, version, left))) return { handled, left: work };
    version++;
    handled += left.length;
  }
  return { handled, left: undefined };
};

async function free(session: Session, version: number, items: readonly Attributes[]): Promise<boolean> {
  const frees = items.map((item) => freeNameAt(session.tableName, item));
  return (await writeTogether(session, [raiseVersion(session, { version }), ...frees])) === 'written';
}

function keysOfNames({ organization }: Session, structure: Structure, groupPrefix: string): ReadonlySet<unknown> {
  const names = [...generatedGroups(structure, { groupPrefix }).byId.values()];
  return new Set(names.map(({ name }) => groupNameKey(organization, name).SK));
}

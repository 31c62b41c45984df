import { consoleRefusals } from '#domain/console-refusals.ts';
import type { Directory } from '#domain/directory.ts';
import { isUuid } from '#domain/uuid.ts';

/**
 * The user for whom the product's backend acts, as the header `On-Behalf-Of` says; undefined without one. Throws 403
 * where that is no active Admin or Owner of the organization.
 */
export async function readPerson(
  header: string | undefined,
  directory: Pick<Directory, 'standings'>,
): Promise<string | undefined> {
  if (header === undefined) return undefined;
  const id = header.trim().toLowerCase();
  const standing = isUuid(id) ? (await directory.standings([id])).get(id) : undefined;
  if (standing === undefined || !standing.active || !(standing.owner || standing.role === 'Admin')) {
    throw consoleRefusals.personMayNotAdminister();
  }
  return id;
}

import { consoleRefusals } from '#domain/console-refusals.ts';
import type { Directory } from '#domain/directory.ts';
import { type ScimError, invalidValue } from '#scim/errors.ts';
import { isUuid } from './admin-organization.ts';

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

/** The refusal of the header where no organization is named, in which the person could be looked up. */
export function personWithoutOrganization(): ScimError {
  return invalidValue(
    'On-Behalf-Of names a person of one organization, and this path names no organization. Please leave the header out.',
  );
}

import { given } from './connection.ts';
import { findLocalServer } from './endpoint-file.ts';
import { misuse } from './failure.ts';
import { isId, onlyOne } from './identity.ts';
import type { Surroundings } from './surroundings.ts';
import type { TableOptions } from './table-place.ts';
import type { OrganizationList } from './upkeep.ts';

/** The organization that a command on the table means: by id or name, else as the variables say, else the local server's. */
export async function findOrganization(
  table: OrganizationList,
  named: string | undefined,
  options: TableOptions & { readonly organization?: string | undefined },
  surroundings: Surroundings,
): Promise<string> {
  const { variables } = surroundings;
  const wanted = named ?? options.organization ?? given(variables['ROLLCALL_ORGANIZATION']);
  if (wanted === '') throw misuse('The name of the organization is empty. Please give its id or name.');
  if (wanted !== undefined && isId(wanted)) return wanted;
  if (wanted === undefined && options.table === undefined && !given(variables['ROLLCALL_TABLE'])) {
    return (await findLocalServer(options.data, surroundings)).organizationId;
  }
  if (wanted === undefined) throw misuse('Which organization? Please give its id or name.');
  const all = await table.organizations();
  const same = all.filter(({ name }) => name === wanted);
  return onlyOne('organization', wanted, same).id;
}

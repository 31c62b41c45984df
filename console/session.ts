import { type Client, type Items, openClient } from './client.ts';
import { type ConnectionOptions, findConnection } from './connection.ts';
import { misuse, refused } from './failure.ts';
import { isId, onlyOne } from './identity.ts';
import { path } from './path.ts';
import type { Surroundings } from './surroundings.ts';
import { type Column, layTable } from './table.ts';
import type { Organization } from './views.ts';

/** The options that every command takes. */
export type GlobalOptions = ConnectionOptions & {
  readonly organization?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly json?: true | undefined;
};

/** One call of the command line: the admin API, the organization meant, and how answers are shown. */
export type Session = {
  readonly client: Client;
  readonly surroundings: Surroundings;
  readonly json: boolean;
  /** The id of the organization: the one named here, else by the options, else the only one. The same in all the session. */
  organization(named?: string): Promise<string>;
  /** The path of something in the organization. */
  place(below: string): Promise<string>;
  /** Shows one value: as it is to programs, in these words to people. */
  show(value: object, words: () => string): void;
  /** Shows a list: `{items, more}` to programs, a table to people. */
  showList<Item>(list: Items<Item>, columns: readonly Column<Item>[], nothing: string): void;
};

/** Opens a session with what the options say. */
export async function openSession(options: GlobalOptions, surroundings: Surroundings): Promise<Session> {
  const { variables, print, tell, columns: width, colours } = surroundings;
  const connection = await findConnection(options, surroundings);
  const client = openClient(connection, options.onBehalfOf, surroundings);
  const json = options.json ?? false;
  const show: Session['show'] = (value, words) => print(json ? JSON.stringify(value, undefined, 2) : words());

  let found: string | undefined;
  const organization = async (named?: string): Promise<string> => {
    const given = named ?? options.organization;
    // An unset variable in a script must not lead to another organization.
    if (given === '') throw misuse('The name of the organization is empty. Please give its id or name.');
    const wanted = given ?? variables['ROLLCALL_ORGANIZATION'] ?? '';
    if (wanted !== '') found ??= await findOrganization(client, wanted);
    found ??= connection.organizationId ?? (await onlyOrganization(client));
    return found;
  };
  return {
    client,
    surroundings,
    json,
    organization,
    place: async (below) => path`/organizations/${await organization()}` + below,
    show,
    showList: (list, columns, nothing) => {
      show(list, () =>
        list.items.length === 0 ? nothing : layTable(list.items, columns, { columns: width, colours }),
      );
      if (list.more && !json) tell('There are more: --limit gives as many as you like.');
    },
  };
}

async function findOrganization(client: Client, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const { items } = await client.list<Organization>('/organizations');
  const named = items.filter(({ name }) => name === wanted);
  return onlyOne('organization', wanted, named, ({ domains }) => domains.join(', ')).id;
}

async function onlyOrganization(client: Client): Promise<string> {
  const { items, more } = await client.list<Organization>('/organizations', {}, 10);
  const [only] = items;
  if (only === undefined) throw refused('There is no organization yet. Please create one with "rollcall org create".');
  if (items.length === 1 && !more) return only.id;
  const names = items.map(({ name }) => `"${name}"`).join(', ');
  throw misuse(`Which organization? Please name one with --organization: ${names}${more ? ' …' : ''}.`);
}

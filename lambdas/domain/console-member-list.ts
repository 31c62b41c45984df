import { readConsoleCursor, writeConsoleCursor } from './console-cursor.ts';
import type { Console, ConsolePage, MemberSummary, PageRequest } from './console.ts';
import { memberSummary } from './member-view.ts';
import type { User } from './user.ts';

/** Which members are wanted: those found by `query`, else all; inactive ones only where they are asked for. */
export type MemberQuery = { readonly query?: string; readonly inactive: boolean };

/** Members in the order of their ids; those of a query in the order in which they are found, each once. */
export async function listMembers(
  console: Console,
  { query = '', inactive }: MemberQuery,
  page: PageRequest,
): Promise<ConsolePage<MemberSummary>> {
  const prefix = query.trim();
  const question = [prefix, inactive ? 'inactive' : null];
  const after = page.cursor === undefined ? [] : readConsoleCursor(console, 'members', question, page.cursor);
  const read = prefix === '' ? readAll : search;
  const [{ users, position }, owner] = await Promise.all([
    read(console, { prefix, inactive, after, limit: page.limit }),
    console.directory.owner(),
  ]);
  return {
    items: users.map((user) => memberSummary(user, owner.userId)),
    ...(position !== undefined && { nextCursor: writeConsoleCursor(console, 'members', question, position) }),
  };
}

type Asked = {
  readonly prefix: string;
  readonly inactive: boolean;
  readonly after: readonly string[];
  readonly limit: number;
};

/** Some of the list, and where it goes on, if it does. */
type Part = { readonly users: readonly User[]; readonly position?: readonly string[] };

async function readAll(console: Console, { inactive, after: [last], limit }: Asked): Promise<Part> {
  const read = await console.directory.usersBeside(last, 'after', limit + 1);
  const part = read.slice(0, limit);
  const end = read.length > limit ? part.at(-1) : undefined;
  return {
    users: part.filter(({ standing }) => inactive || standing.active),
    ...(end !== undefined && { position: [end.profile.id] }),
  };
}

async function search(console: Console, { prefix, inactive, after, limit }: Asked): Promise<Part> {
  const { found, next } = await console.directory.usersByPrefix(prefix, after, limit);
  const wanted = found.filter(({ user }) => inactive || user.standing.active);
  const part = wanted.slice(0, limit);
  const position = wanted.length > limit ? part.at(-1)?.place : next;
  return { users: part.map(({ user }) => user), ...(position !== undefined && { position }) };
}

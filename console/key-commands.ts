import { Option } from '@commander-js/extra-typings';
import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { limit, readCount } from './limit.ts';
import { readDuration, readMomentAhead, showMoment } from './moments.ts';
import { findKey } from './names.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import { layDetails } from './table.ts';
import type { Key, NewKey } from './views.ts';

/** Adds `key`: what identity providers call with. */
export function addKeyCommands(program: Program, desk: Desk): void {
  const key = program.command('key').description('SCIM keys: what identity providers call with');

  key
    .command('list')
    .description('list the SCIM keys')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall key list'))
    .action(
      desk.act(async (session, options) => {
        const list = await session.client.list<Key>(await session.place('/keys'), {}, options.limit);
        session.showList(list, columns, 'There is no SCIM key yet. "rollcall key create" makes one.');
      }),
    );

  key
    .command('show')
    .description('show a SCIM key, but never the key itself')
    .argument('<key>', 'its id or name')
    .addHelpText('after', examples('rollcall key show Okta'))
    .action(
      desk.act(async (session, named) => {
        const found = await session.client.get<Key>(await placeOf(session, named));
        session.show(found, () => describe(found));
      }),
    );

  key
    .command('create')
    .description('create a SCIM key, which is shown once')
    .argument('<name>', 'its name')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(['full', 'read']).default('full'))
    .option('--expires <when>', 'when it ends: 90d, 2027-01-31')
    .addHelpText('after', examples('rollcall key create Okta', 'rollcall key create Audit --scope read --expires 90d'))
    .action(
      desk.act(async (session, name, { scope, expires }) => {
        const expiresAt = expires === undefined ? undefined : readMomentAhead(expires, session.surroundings.now());
        const body = { name, scope, expiresAt };
        showNew(session, (await session.client.send('POST', await session.place('/keys'), body)).body as NewKey);
      }),
    );

  key
    .command('regenerate')
    .description('replace a SCIM key by a new one, which is shown once')
    .argument('<key>', 'its id or name')
    .option('--grace <time>', 'how long the old one still works: 24h, at most 7d', readDuration, 0)
    .option(...yes)
    .addHelpText('after', examples('rollcall key regenerate Okta --grace 24h'))
    .action(
      desk.act(async (session, named, { grace, yes: confirmed }) => {
        const place = await placeOf(session, named);
        // With a grace nothing stops at once.
        if (grace === 0)
          await confirm(
            session.surroundings,
            confirmed,
            `Replace the key "${named}"? The old one is refused within a minute.`,
          );
        showNew(
          session,
          (await session.client.send('POST', `${place}/regenerate`, { graceSeconds: grace })).body as NewKey,
        );
      }),
    );

  key
    .command('deactivate')
    .description('end a SCIM key, and those that it replaced')
    .argument('<key>', 'its id or name')
    .option(...yes)
    .addHelpText('after', examples('rollcall key deactivate Okta'))
    .action(
      desk.act(async (session, named, options) => {
        const place = await placeOf(session, named);
        await confirm(
          session.surroundings,
          options.yes,
          `Deactivate the key "${named}"? Whoever calls with it is refused within a minute.`,
        );
        await session.client.send('DELETE', place);
        const ended = await session.client.get<Key>(place);
        session.show(ended, () => describe(ended));
      }),
    );
}

const columns = [
  { title: 'NAME', value: ({ name }: Key) => name },
  { title: 'SCOPE', value: ({ scope }: Key) => scope },
  { title: 'STATE', value: ({ state }: Key) => state },
  { title: 'LAST USED', value: ({ lastUsedAt }: Key) => showMoment(lastUsedAt) ?? 'never', whole: true },
  { title: 'EXPIRES', value: ({ expiresAt }: Key) => showMoment(expiresAt) ?? 'never', whole: true },
  { title: 'ID', value: ({ id }: Key) => id, whole: true },
];

async function placeOf(session: Session, named: string): Promise<string> {
  return session.place(path`/keys/${await findKey(session, named)}`);
}

function showNew(session: Session, made: NewKey): void {
  session.show(made, () => describe(made, made.key));
  session.surroundings.tell('The key is shown this once: please keep it where the identity provider is set up.');
}

function describe(
  { id, name, scope, state, createdAt, expiresAt, deactivatedAt, lastUsedAt, replaced = [] }: Key,
  key?: string,
): string {
  return layDetails([
    ['Key', key],
    ['Name', name],
    ['Id', id],
    ['Scope', scope],
    ['State', state],
    ['Created', showMoment(createdAt)],
    ['Last used', showMoment(lastUsedAt) ?? 'never'],
    ['Expires', showMoment(expiresAt) ?? 'never'],
    ['Deactivated', showMoment(deactivatedAt)],
    ...replaced.map(({ until }) => ['Replaced one works until', showMoment(until)] as const),
  ]);
}

import { type Desk, type Program, examples } from './desk.ts';
import { misuse } from './failure.ts';
import type { Session } from './session.ts';
import type { Organization } from './views.ts';

/** Adds `domain`: whose people may be members. */
export function addDomainCommands(program: Program, desk: Desk): void {
  const domain = program.command('domain').description('email domains whose people may be members');

  domain
    .command('list')
    .description('list the domains of the organization')
    .addHelpText('after', examples('rollcall domain list'))
    .action(desk.act(async (session) => showDomains(session, await read(session))));

  domain
    .command('add')
    .description('let people of these domains in')
    .argument('<domains...>', 'domains, or * for everybody')
    .addHelpText('after', examples('rollcall domain add acme.com acme.co.uk'))
    .action(
      desk.act(async (session, domains) => {
        const { domains: before } = await read(session);
        showDomains(session, await writeDomains(session, [...before, ...domains]));
      }),
    );

  domain
    .command('remove')
    .description('let nobody of these domains in any more; members whom they have stay')
    .argument('<domains...>', 'domains')
    .addHelpText('after', examples('rollcall domain remove acme.co.uk'))
    .action(
      desk.act(async (session, domains) => {
        const { domains: before } = await read(session);
        const unwanted = domains.map((one) => one.toLowerCase());
        const unknown = unwanted.filter((one) => !before.includes(one));
        if (unknown.length > 0)
          throw misuse(
            `The organization does not have the domain ${unknown.join(', ')}. Please see "rollcall domain list".`,
          );
        const after = before.filter((one) => !unwanted.includes(one));
        showDomains(session, await writeDomains(session, after));
      }),
    );
}

async function read(session: Session): Promise<Organization> {
  return session.client.get(await session.place(''));
}

async function writeDomains(session: Session, domains: readonly string[]): Promise<Organization> {
  return (await session.client.send('PATCH', await session.place(''), { domains })).body as Organization;
}

function showDomains(session: Session, { domains }: Organization): void {
  session.show({ domains }, () =>
    domains.length === 0 ? 'No domain: nobody can become a member.' : domains.join('\n'),
  );
}

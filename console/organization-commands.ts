import { Option } from '@commander-js/extra-typings';
import { deleteAt, noWait } from './change.ts';
import { confirmName } from './confirm.ts';
import { type Desk, type Program, collect, examples } from './desk.ts';
import { misuse } from './failure.ts';
import { limit, readCount } from './limit.ts';
import { readDuration, showMoment } from './moments.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import { layDetails } from './table.ts';
import type { Organization } from './views.ts';

/** Adds `org`: the customers of the product. */
export function addOrganizationCommands(program: Program, desk: Desk): void {
  const organization = program.command('org').description('organizations: the customers of the product');

  organization
    .command('list')
    .description('list the organizations')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall org list', "rollcall org list --json | jq -r '.items[].name'"))
    .action(
      desk.act(async (session, options) => {
        const list = await session.client.list<Organization>('/organizations', {}, options.limit);
        session.showList(list, columns, 'There is no organization yet. "rollcall org create" makes one.');
      }),
    );

  organization
    .command('show')
    .description('show an organization and its settings')
    .argument('[organization]', 'its id or name')
    .addHelpText('after', examples('rollcall org show Acme'))
    .action(desk.act(async (session, named) => showOrganization(session, await read(session, named))));

  organization
    .command('create')
    .description('create an organization and its owner')
    .argument('<name>', 'its name')
    .requiredOption('--owner <userName>', 'the userName of the owner, who is created with it: an email address')
    .requiredOption('--given-name <name>', "the owner's given name")
    .requiredOption('--family-name <name>', "the owner's family name")
    .option('--domain <domain>', 'an email domain whose people may be members; may be given several times', collect)
    .addHelpText(
      'after',
      examples(
        'rollcall org create Acme --domain acme.com --owner ada@acme.com --given-name Ada --family-name Lovelace',
      ),
    )
    .action(
      desk.act(async ({ client, show }, name, { owner, givenName, familyName, domain = [] }) => {
        const body = { name, domains: domain, owner: { userName: owner, givenName, familyName } };
        const answer = (await client.send('POST', '/organizations', body)).body as Founded;
        show(answer, () => describe(answer.organization, `${answer.owner.userName} (${answer.owner.id})`));
      }),
    );

  organization
    .command('set')
    .description('change the name and settings of an organization')
    .argument('[organization]', 'its id or name')
    .option('--name <name>', 'another name')
    .addOption(new Option('--owner-transfer <by>', 'who may replace the owner').choices(['scim', 'console']))
    .option(
      '--owner-transfer-cooldown <time>',
      'how long SCIM may not replace the owner again: 0, 1h, 7d',
      readDuration,
    )
    .addOption(
      new Option('--unknown-members <how>', 'what becomes of members that nobody knows').choices(['skip', 'reject']),
    )
    .addOption(new Option('--group-names <how>', 'what becomes of other names for groups').choices(['refuse', 'keep']))
    .addOption(
      new Option('--groups <which>', 'whether SCIM may create groups of its own').choices(['generated', 'open']),
    )
    .option(
      '--rate-limit <number>',
      'requests a second that all SCIM keys together may send; "none" leaves it to the deployment',
      readRateLimit,
    )
    .addHelpText(
      'after',
      examples('rollcall org set --groups open', 'rollcall org set Acme --owner-transfer console --rate-limit none'),
    )
    .action(
      desk.act(async (session, named, { name, rateLimit, ...others }) => {
        const settings = { ...others, rateLimit: rateLimit === 'none' ? null : rateLimit };
        const given = Object.values(settings).some((setting) => setting !== undefined);
        if (name === undefined && !given) throw misuse('Nothing is to be changed. Please give --name or a setting.');
        const body = { ...(name !== undefined && { name }), ...(given && { settings }) };
        const place = path`/organizations/${await session.organization(named)}`;
        showOrganization(session, (await session.client.send('PATCH', place, body)).body as Organization);
      }),
    );

  organization
    .command('delete')
    .description('delete an organization with all of its members, groups and keys, for good')
    .argument('[organization]', 'its id or name')
    .option('--confirm <name>', 'the name of the organization, where nobody can be asked for it')
    .option(...noWait)
    .addHelpText('after', examples('rollcall org delete Acme', 'rollcall org delete 3f0c… --confirm Acme'))
    .action(
      desk.act(async (session, named, { confirm, wait }) => {
        const { id, name } = await read(session, named);
        const question = `This deletes the organization "${name}" with all of its members, groups, projects and keys, for good.`;
        await confirmName(session.surroundings, confirm, { name, question });
        const words = `The organization "${name}" is deleted.`;
        await deleteAt(session, path`/organizations/${id}`, { id, wait, words, query: { confirm: name } });
      }),
    );
}

type Founded = {
  readonly organization: Organization;
  readonly owner: { readonly id: string; readonly userName: string };
};

const columns = [
  { title: 'NAME', value: ({ name }: Organization) => name },
  { title: 'DOMAINS', value: ({ domains }: Organization) => domains.join(', ') },
  { title: 'CREATED', value: ({ createdAt }: Organization) => showMoment(createdAt), whole: true },
  { title: 'ID', value: ({ id }: Organization) => id, whole: true },
];

async function read(session: Session, named?: string): Promise<Organization> {
  return session.client.get(path`/organizations/${await session.organization(named)}`);
}

function showOrganization(session: Session, organization: Organization): void {
  session.show(organization, () => describe(organization));
}

function describe({ id, name, domains, settings, createdAt }: Organization, owner?: string): string {
  return layDetails([
    ['Name', name],
    ['Id', id],
    ['Domains', domains.join(', ') || 'none: nobody can become a member'],
    ['Created', showMoment(createdAt)],
    ['Owner', owner],
    ['Owner transfer', settings.ownerTransfer],
    ['Owner transfer cooldown', `${settings.ownerTransferCooldown} s`],
    ['Unknown members', settings.unknownMembers],
    ['Group names', settings.groupNames],
    ['Groups', settings.groups],
    [
      'Rate limit',
      settings.rateLimit === null
        ? 'as the deployment says (100 requests a second by default)'
        : `${settings.rateLimit} requests a second`,
    ],
  ]);
}

function readRateLimit(text: string): number | 'none' {
  return text === 'none' ? text : readCount(text);
}

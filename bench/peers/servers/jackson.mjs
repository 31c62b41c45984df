import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllers } from '@boxyhq/saml-jackson';
import { listen, readJson } from './listen.mjs';

const folder = await mkdtemp(join(tmpdir(), 'rollcall-peer-'));
const silent = () => undefined;
const { directorySyncController } = await controllers({
  externalUrl: 'http://127.0.0.1',
  samlPath: '/saml',
  db: { engine: 'sql', type: 'sqlite', url: join(folder, 'jackson.db') },
  logger: { info: silent, warn: silent, error: console.error },
});
const directory = { tenant: 'bench', product: 'bench', type: 'okta-scim-v2', name: 'Bench' };
const { data, error } = await directorySyncController.directories.create(directory);
if (error) throw new Error(error.message);
const token = data.scim.secret;

/** No answer of its SCIM endpoint has the members of a group: whoever embeds it asks the library. */
async function countMembers(groupId) {
  let count = 0;
  directorySyncController.groups.setTenantAndProduct(directory.tenant, directory.product);
  for (let pageOffset = 0; ; pageOffset += 50) {
    const { data: members } = await directorySyncController.groups.getGroupMembers({
      groupId,
      pageOffset,
      pageLimit: 50,
    });
    count += members.length;
    if (members.length < 50) return count;
  }
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const [, what, id] = /^\/(?:scim\/)?([^/]+)\/?(.*)$/.exec(url.pathname);
  if (what === 'members') {
    response.end(JSON.stringify(await countMembers(id)));
    return;
  }
  const number = (name) => (url.searchParams.has(name) ? Number(url.searchParams.get(name)) : undefined);
  const { status, data: body } = await directorySyncController.requests.handle(
    {
      method: request.method,
      body: await readJson(request),
      directoryId: data.id,
      resourceType: what,
      resourceId: id === '' ? undefined : id,
      apiSecret: request.headers.authorization?.replace('Bearer ', ''),
      query: {
        count: number('count'),
        startIndex: number('startIndex'),
        filter: url.searchParams.get('filter') ?? undefined,
      },
    },
    async () => undefined,
  );
  response.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body));
}

await listen((request, response) => void answer(request, response), {
  path: '/scim',
  token,
  membersPath: '/members',
});

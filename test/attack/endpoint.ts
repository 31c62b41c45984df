import { createKey } from '#domain/founding.ts';
import { groupUseCases } from '#domain/groups.ts';
import { userUseCases } from '#domain/users.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import type { GatewayResponse } from '#http/operation.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { searchOperations } from '#http/search-operations.ts';
import { isObject, type Json } from '#scim/json.ts';
import { eventOf, invocation, type ShortRequest } from '../support/endpoint.ts';
import { startTable } from '../support/table.ts';
import { foundWorld, product } from '../support/world.ts';
import { quote } from './atoms.ts';
import { requirePlainJson, requireUnchanged } from './checks.ts';
import { bodyText, patchText } from './json-texts.ts';
import type { Tally } from './part.ts';
import { type Random, randomOf } from './random.ts';
import { bulkText, queryText, searchText, versionsText } from './request-texts.ts';

/** Sends random requests to the real endpoint on an embedded table: whatever comes, no answer is 5xx but 501. */
export async function attackEndpoint(seed: number, count: number): Promise<Tally> {
  const tally: Tally = { target: 'requests to the endpoint', inputs: 0, understood: 0, findings: [] };
  const table = await startTable();
  try {
    const { call, ids } = await openEndpoint(table.registry);
    for (let input = 0; input < count && tally.findings.length < 20; input += 1) {
      const request = requestOf(randomOf(seed, input), ids);
      tally.inputs += 1;
      const problem = await findProblem(call, request, tally);
      if (problem !== undefined) tally.findings.push({ target: tally.target, text: JSON.stringify(request), problem });
    }
  } finally {
    await table.stop();
  }
  requireUnchanged();
  return tally;
}

type Ids = { readonly users: readonly string[]; readonly groups: readonly string[] };

async function openEndpoint(registry: Parameters<typeof foundWorld>[0]['registry']) {
  const world = await foundWorld(
    { registry, stop: async () => undefined },
    { domains: ['*'], settings: { groups: 'open' } },
  );
  const { key } = await createKey(
    world.directory,
    { organizationId: world.organization.id, name: 'Okta', scope: 'full' },
    world.clock,
  );
  const resources = { ...resourceOperations('/Users', userUseCases), ...resourceOperations('/Groups', groupUseCases) };
  const operations = {
    ...resources,
    ...searchOperations,
    ...bulkOperations(resources),
    ...discoveryOperations('https://example.com'),
  };
  const handler = scimEndpoint({ operations, registry, product, publicHosts: [], writeLine: () => undefined });
  const users = await Promise.all(['ann', 'bob'].map((name) => world.createUser(`${name}@example.com`)));
  const groups = await Promise.all(['Crew', 'Statsig-Other'].map((name) => world.createGroup(name)));
  const ids: Ids = { users: users.map(({ id }) => String(id)), groups: groups.map(({ id }) => String(id)) };
  const routes = Object.keys(operations);
  return {
    ids,
    call: (request: ShortRequest): Promise<GatewayResponse> =>
      handler(eventOf({ key, ...request }, routes), invocation(10_000)),
  };
}

function requestOf(random: Random, ids: Ids): ShortRequest {
  const user = random.once(8) ? '0' : random.pick(ids.users);
  const group = random.pick(ids.groups);
  switch (random.below(14)) {
    case 0:
    case 1:
      return { url: `/scim/v2/Users?${queryText(random)}` };
    case 2:
      return { url: `/scim/v2/Groups?${queryText(random)}` };
    case 3:
      return { method: 'POST', url: '/scim/v2/Users/.search', body: searchText(random) };
    case 4:
      return { method: 'POST', url: '/scim/v2/.search', body: searchText(random) };
    case 5:
      return { method: 'POST', url: '/scim/v2/Users', body: named(random, 'userName', bodyText(random)) };
    case 6:
      return { method: 'POST', url: '/scim/v2/Groups', body: named(random, 'displayName', bodyText(random)) };
    case 7:
      return { method: 'PUT', url: `/scim/v2/Users/${user}`, body: named(random, 'userName', bodyText(random)) };
    case 8:
      return { method: 'PUT', url: `/scim/v2/Groups/${group}`, body: bodyText(random) };
    case 9:
    case 10:
      return { method: 'PATCH', url: `/scim/v2/Users/${user}?${queryText(random)}`, body: patchText(random) };
    case 11:
      return { method: 'PATCH', url: `/scim/v2/Groups/${group}`, body: patchText(random) };
    case 12:
      return { method: 'POST', url: '/scim/v2/Bulk', body: bulkText(random) };
    default:
      return { url: `/scim/v2/Users/${user}?${queryText(random)}`, headers: { 'if-none-match': versionsText(random) } };
  }
}

/** The body with a name of its own, most of the time: without one nothing is created. */
function named(random: Random, attribute: string, text: string): string {
  if (random.once(4) || !text.startsWith('{"')) return text;
  return `{${quote(attribute)}:${quote(`n${random.below(1_000_000)}@example.com`)},${text.slice(1)}`;
}

async function findProblem(
  call: (request: ShortRequest) => Promise<GatewayResponse>,
  request: ShortRequest,
  tally: Tally,
): Promise<string | undefined> {
  const { statusCode, headers, body } = await call(request);
  if (statusCode < 300) tally.understood += 1;
  if (statusCode >= 500 && statusCode !== 501) return `answered with ${statusCode}: ${body}`;
  if (body === undefined) return statusCode === 204 || statusCode === 304 ? undefined : `${statusCode} without a body`;
  if (headers?.['content-type'] !== 'application/scim+json') return `answered as ${String(headers?.['content-type'])}`;
  const answer = JSON.parse(body) as Json;
  requirePlainJson(answer);
  if (statusCode < 400) return undefined;
  return isObject(answer) && answer['status'] === String(statusCode) && String(answer['detail']).length > 20
    ? undefined
    : `refused by ${body}`;
}

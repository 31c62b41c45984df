import type { JsonObject } from '#scim/json.ts';

/** What a request is made of: its own organization's things, and words of another in every place that takes one. */
export type Places = {
  /** What stands for `{id}`. */
  readonly id: string;
  /** Words of the other organization: ids, names, versions, cursors. */
  readonly word: string;
  readonly other: string;
  /** A number that no other request has. */
  readonly turn: number;
  /** What the caller's own organization has. */
  readonly ownUser: string;
  readonly ownGroup: string;
};

/** A request of an operation; `path` is what follows the place of the operation. */
export type Draft = {
  readonly query?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
};

const base = 'https://api.test/scim/v2';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

function filterOf({ word, other }: Places): string {
  const [one, two] = [word, other].map((text) => JSON.stringify(text));
  const parts = ['id', 'userName', 'externalId', 'displayName', 'groups.value', 'members.value', 'meta.location'];
  return parts
    .map((name, place) => `${name} ${place % 2 === 0 ? 'eq' : 'sw'} ${place % 3 === 0 ? two : one}`)
    .join(' or ');
}

function listQuery(places: Places): string {
  const { word, other, turn } = places;
  const queries = [
    `cursor=${encodeURIComponent(word)}`,
    `filter=${encodeURIComponent(`userName eq ${JSON.stringify(word)} or id eq ${JSON.stringify(other)}`)}`,
    `filter=${encodeURIComponent(`displayName sw ${JSON.stringify(word)} or externalId eq ${JSON.stringify(other)}`)}`,
    `filter=${encodeURIComponent(`members[value eq ${JSON.stringify(word)}] or members.value eq ${JSON.stringify(other)}`)}`,
    'startIndex=2&count=1',
    'startIndex=3&count=1&sortBy=userName',
    `attributes=${encodeURIComponent(word)}&excludedAttributes=${encodeURIComponent(other)}`,
    'count=0',
    'filter=id+pr&sortBy=id&sortOrder=descending',
  ];
  return queries[turn % queries.length] ?? '';
}

function searchBody(places: Places): object {
  const { word, turn } = places;
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    ...(turn % 3 === 0 && { cursor: word }),
    ...(turn % 3 === 1 && { filter: filterOf(places) }),
    ...(turn % 3 === 2 && { startIndex: 2, count: 1, excludedAttributes: [word] }),
  };
}

function userBody({ word, other, turn, id }: Places): JsonObject {
  return {
    id: word,
    userName: turn % 4 === 0 ? word : `new${turn}@example.com`,
    externalId: word,
    groups: [{ value: other, $ref: `${base}/Groups/${other}` }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      manager: { value: word, $ref: `${base}/Users/${id}` },
    },
    meta: { location: `${base}/Users/${word}`, version: other },
  };
}

function groupBody({ word, other, turn }: Places): JsonObject {
  return {
    id: word,
    displayName: turn % 4 === 0 ? word : `Crew ${turn}`,
    externalId: word,
    members: [
      { value: word, $ref: `${base}/Users/${other}` },
      { value: other, type: 'User' },
    ],
  };
}

function userPatch({ word, other, turn }: Places): JsonObject {
  const operations: readonly JsonObject[] = [
    { op: 'add', path: 'groups', value: [{ value: word }] },
    { op: 'replace', value: { id: word, externalId: other, 'manager.value': word } },
    { op: 'remove', path: `groups[value eq ${JSON.stringify(word)}]` },
    { op: 'replace', path: 'userName', value: word },
    { op: 'replace', path: 'title', value: word },
  ];
  return { schemas: [patchSchema], Operations: [operations[turn % operations.length] ?? {}] };
}

function groupPatch({ word, other, turn, ownUser }: Places): JsonObject {
  const value = [{ value: word }, { value: other, $ref: `${base}/Users/${word}` }, { value: ownUser }];
  const operations: readonly JsonObject[] = [
    { op: 'add', path: 'members', value },
    { op: 'replace', path: 'members', value },
    { op: 'remove', path: 'members', value },
    { op: 'remove', path: `members[value eq ${JSON.stringify(word)}]` },
    { op: 'replace', path: 'displayName', value: word },
    { op: 'add', value: { members: value, id: word } },
  ];
  return { schemas: [patchSchema], Operations: [operations[turn % operations.length] ?? {}] };
}

function bulkBody(places: Places): object {
  const { word, other, ownGroup, turn } = places;
  const path = (kind: string, id: string): string =>
    [`/${kind}/${id}`, `${base}/${kind}/${id}`, `/scim/${kind}/${id}`][turn % 3] ?? '';
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [
      { method: 'POST', path: '/Users', bulkId: word, data: userBody(places) },
      { method: 'PATCH', path: path('Groups', ownGroup), data: groupPatch({ ...places, word: `bulkId:${word}` }) },
      { method: 'PATCH', path: path('Groups', other), data: groupPatch(places) },
      { method: 'PUT', path: path('Users', word), version: other, data: userBody(places) },
      { method: 'DELETE', path: path('Users', word), version: other },
      { method: 'DELETE', path: path('Groups', other) },
      { method: 'POST', path: '/Groups', bulkId: 'g', data: groupBody(places) },
    ],
  };
}

function versions({ word, other, turn }: Places): Readonly<Record<string, string>> {
  const choices = [{ 'if-match': word }, { 'if-none-match': other }, {}, { 'if-match': '*' }];
  // No header can hold what is no character of one.
  return Object.fromEntries(
    Object.entries(choices[turn % choices.length] ?? {}).map(([name, value]) => [name, encodeURI(value)]),
  );
}

const personal = ({ word, turn }: Places) => (turn % 5 === 0 ? { 'on-behalf-of': encodeURI(word) } : {});

/** The requests of each operation of SCIM, by its name without the base path. HEAD is asked as GET. */
export const scimRequests: Readonly<Record<string, (places: Places) => Draft>> = {
  $default: ({ word, other }) => ({ query: `id=${encodeURIComponent(word)}&cursor=${encodeURIComponent(other)}` }),
  'GET /': (places) => ({ query: listQuery(places) }),
  'POST /.search': (places) => ({ body: searchBody(places) }),
  'POST /Bulk': (places) => ({ body: bulkBody(places) }),
  ...Object.fromEntries(
    [
      { kind: 'Users', bodyOf: userBody, patchOf: userPatch },
      { kind: 'Groups', bodyOf: groupBody, patchOf: groupPatch },
    ].flatMap(({ kind, bodyOf, patchOf }): [string, (places: Places) => Draft][] => [
      [`GET /${kind}`, (places) => ({ query: listQuery(places) })],
      [`POST /${kind}`, (places) => ({ body: bodyOf(places) })],
      [`POST /${kind}/.search`, (places) => ({ body: searchBody(places) })],
      [
        `GET /${kind}/{id}`,
        (places) => ({ query: `excludedAttributes=${encodeURIComponent(places.word)}`, headers: versions(places) }),
      ],
      [`PUT /${kind}/{id}`, (places) => ({ body: bodyOf(places), headers: versions(places) })],
      [`PATCH /${kind}/{id}`, (places) => ({ body: patchOf(places), headers: versions(places) })],
      [`DELETE /${kind}/{id}`, (places) => ({ headers: versions(places) })],
    ]),
  ),
  ...Object.fromEntries(
    ['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/{id}', 'Schemas', 'Schemas/{id}'].map((place) => [
      `GET /${place}`,
      ({ word }: Places): Draft => ({
        query: `cursor=${encodeURIComponent(word)}`,
        headers: { 'if-none-match': encodeURI(word) },
      }),
    ]),
  ),
};

const nothing = (): Draft => ({});
const page = ({ word, turn }: Places): Draft => ({ query: turn % 2 === 0 ? `cursor=${encodeURIComponent(word)}` : '' });
const name = ({ turn, ...places }: Places): Draft => ({
  body: { name: `Part ${turn}` },
  headers: personal({ turn, ...places }),
});

/** The requests of each operation of the admin API, by method and path below the prefix. */
export const adminRequests: Readonly<Record<string, (places: Places) => Draft>> = {
  'GET /organizations/{org}': nothing,
  'PATCH /organizations/{org}': (places) => ({ ...name(places) }),
  'DELETE /organizations/{org}': ({ word }) => ({ query: `confirm=${encodeURIComponent(word)}` }),
  'GET /organizations/{org}/projects': page,
  'POST /organizations/{org}/projects': name,
  'GET /organizations/{org}/projects/{id}': nothing,
  'PATCH /organizations/{org}/projects/{id}': name,
  'DELETE /organizations/{org}/projects/{id}': nothing,
  'GET /organizations/{org}/projects/{id}/teams': page,
  'POST /organizations/{org}/projects/{id}/teams': name,
  'GET /organizations/{org}/roles': page,
  'POST /organizations/{org}/roles': ({ turn }) => ({ body: { name: `Role ${turn}`, rank: 10 } }),
  'GET /organizations/{org}/roles/{id}': nothing,
  'PATCH /organizations/{org}/roles/{id}': name,
  'DELETE /organizations/{org}/roles/{id}': nothing,
  'GET /organizations/{org}/teams/{id}': nothing,
  'PATCH /organizations/{org}/teams/{id}': name,
  'DELETE /organizations/{org}/teams/{id}': nothing,
  'GET /organizations/{org}/members': ({ word, turn }) => ({
    query: `${['query', 'cursor'][turn % 2]}=${encodeURIComponent(word)}&inactive=true`,
  }),
  'POST /organizations/{org}/members': ({ turn, word, ...places }) => ({
    body: { userName: `member${turn}@example.com`, givenName: word.slice(0, 20), familyName: 'New' },
    headers: personal({ turn, word, ...places }),
  }),
  'GET /organizations/{org}/members/{id}': (places) => ({ headers: personal(places) }),
  'PATCH /organizations/{org}/members/{id}': ({ turn }) => ({
    body: turn % 2 === 0 ? { active: false } : { orgRole: 'Admin' },
  }),
  'DELETE /organizations/{org}/members/{id}': (places) => ({ headers: personal(places) }),
  'POST /organizations/{org}/members/{id}/restore': nothing,
  'GET /organizations/{org}/owner': nothing,
  'PUT /organizations/{org}/owner': ({ word }) => ({ body: { userId: word } }),
  'GET /organizations/{org}/groups': page,
  'GET /organizations/{org}/groups/{id}': nothing,
  'GET /organizations/{org}/groups/{id}/members': page,
  'PATCH /organizations/{org}/groups/{id}/members': ({ word, other, ownUser }) => ({
    body: { add: [word, ownUser], remove: [other] },
  }),
  'GET /organizations/{org}/groups/{id}/roles': nothing,
  'PUT /organizations/{org}/groups/{id}/roles': ({ word, other }) => ({
    body: {
      roles: [
        { projectId: word, role: 'Admin' },
        { teamId: other, role: 'Member' },
      ],
    },
  }),
  'GET /organizations/{org}/keys': page,
  'POST /organizations/{org}/keys': ({ turn }) => ({ body: { name: `Key ${turn}` } }),
  'GET /organizations/{org}/keys/{id}': nothing,
  'DELETE /organizations/{org}/keys/{id}': nothing,
  'POST /organizations/{org}/keys/{id}/regenerate': () => ({ body: { graceSeconds: 0 } }),
  'GET /organizations/{org}/changes/{id}': nothing,
  'GET /organizations/{org}/activity': ({ word, turn }) => ({
    query: `${['actor', 'target', 'cursor'][turn % 3]}=${encodeURIComponent(word)}`,
  }),
};

/** Operations that are of no one organization: an administrator of the product sees all of them, by their names. */
export const ofAllOrganizations: ReadonlySet<string> = new Set([
  'GET /organizations',
  'POST /organizations',
  // What no route takes is answered without a look at the table.
  'ANY /admin',
  'ANY /admin/{proxy+}',
]);

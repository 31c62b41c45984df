import type { ShortRequest } from '../../test/support/endpoint.ts';
import { eventOf } from '../../test/support/endpoint.ts';
import { patchBody } from '../../test/support/scim-client.ts';
import type { FilledOrganization } from '../fill.ts';

/** What is sent to a Lambda, again and again: with a number, because not everything can be sent twice. */
export type Repeated = {
  readonly name: string;
  readonly bundle: string;
  /** How often it is measured, and before that, unmeasured. */
  readonly count: number;
  /** The most milliseconds of CPU that it may take; absent where nothing is promised. */
  readonly most?: number;
  event(number: number): unknown;
};

/** A GET, and the promise that goes with it. */
const most = 1.5;

/** What is measured of each Lambda, on an organization of a thousand users with a group of ten. */
export function requestsOn(organization: FilledOrganization): readonly Repeated[] {
  const { key, userId, groupIds } = organization;
  const event = (routes: readonly string[], request: ShortRequest): unknown =>
    eventOf({ ...request, key, url: `/scim/v2${request.url}` }, routes);
  const user = (number: number): string => userId(number % 1000);
  return [
    {
      name: 'GET a user',
      bundle: 'users',
      count: 4_000,
      most,
      event: (number) => event(['GET /Users/{id}'], { url: `/Users/${user(number)}` }),
    },
    {
      name: 'list by userName eq',
      bundle: 'users',
      count: 1_000,
      event: (number) =>
        event(['GET /Users'], { url: `/Users?filter=userName%20eq%20%22user${number % 1000}%40example.com%22` }),
    },
    {
      name: 'list 100 users',
      bundle: 'users',
      count: 200,
      event: () => event(['GET /Users'], { url: '/Users?startIndex=301&count=100' }),
    },
    {
      name: 'PATCH a user',
      bundle: 'users',
      count: 500,
      event: (number) =>
        event(['PATCH /Users/{id}'], {
          method: 'PATCH',
          url: `/Users/${user(number)}`,
          body: patchBody({ op: 'replace', path: 'title', value: `Fellow ${number}` }),
        }),
    },
    {
      name: 'GET a group of 10',
      bundle: 'groups',
      count: 500,
      event: () => event(['GET /Groups/{id}'], { url: `/Groups/${groupIds[0]}` }),
    },
    {
      name: 'GET it without its members',
      bundle: 'groups',
      count: 4_000,
      most,
      event: () => event(['GET /Groups/{id}'], { url: `/Groups/${groupIds[0]}?excludedAttributes=members` }),
    },
    {
      name: 'PATCH one into or out of it',
      bundle: 'groups',
      count: 500,
      event: (number) =>
        event(['PATCH /Groups/{id}'], {
          method: 'PATCH',
          url: `/Groups/${groupIds[0]}`,
          body: patchBody({ op: number % 2 === 0 ? 'add' : 'remove', path: 'members', value: [{ value: user(99) }] }),
        }),
    },
    {
      name: 'GET the Schemas',
      bundle: 'discovery',
      count: 500,
      event: () => event(['GET /Schemas'], { url: '/Schemas' }),
    },
  ];
}

/** The same GET as SCIMMY is asked. */
export function requestOfScimmy({ key, userId }: FilledOrganization): Repeated {
  const url = (number: number): string => `/scim/v2/Users/${userId(number % 1000)}`;
  return {
    name: 'GET a user',
    bundle: 'scimmy',
    count: 4_000,
    event: (number) => eventOf({ url: url(number), key }, ['GET /Users/{id}']),
  };
}

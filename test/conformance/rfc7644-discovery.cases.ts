import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectRefusal, expectSame, expectStatus, expectThat } from './expect.ts';
import type { Case, Suite } from './suite.ts';

const endpoints = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'];

/** Discovery. */
export const discovery: Suite = {
  title: 'RFC 7644 §4 discovery',
  source: 'RFC 7644 §4',
  cases: [
    ...endpoints.map((path): Case => ({
      name: `${path} is answered without a key`,
      proves: '§4, T5',
      run: async (session) => {
        bodyOf(await session.sendAs(undefined, { method: 'GET', path }));
      },
    })),
    ...endpoints.map((path): Case => ({
      name: `${path} with a filter: 403`,
      proves: '§4, P7',
      run: async (session) => expectRefusal(await session.get(`${path}?filter=id%20pr`), 403),
    })),
    ...endpoints.flatMap((path) =>
      ['POST', 'PUT', 'PATCH', 'DELETE'].map((method): Case => ({
        name: `${method} ${path} is refused`,
        proves: '§4',
        run: async (session) => {
          const request = { method: method as 'POST', path, ...(method !== 'DELETE' && { body: {} }) };
          const answer = await session.send(request);
          expectThat([404, 405, 501].includes(answer.status), `${method} ${path} gives ${answer.status}`);
          expectRefusal(answer, answer.status);
        },
      })),
    ),
    ...['/ResourceTypes/Shoe', '/Schemas/urn:example:other:2.0:User'].map((path): Case => ({
      name: `${path}: 404`,
      proves: '§4',
      run: async (session) => expectRefusal(await session.get(path), 404),
    })),
    {
      name: 'schemas and types are found in any case of their names',
      proves: '§4, RFC 7643 §2.1',
      run: async (session) => {
        const urn = 'URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER';
        expectSame(bodyOf(await session.get(`/Schemas/${urn}`))['name'], 'User', 'name');
        expectSame(bodyOf(await session.get('/ResourceTypes/group'))['name'], 'Group', 'name');
      },
    },
    {
      name: 'discovery resources have versions',
      proves: '§3.14, P5',
      run: async (session) => {
        const answer = await session.get('/ServiceProviderConfig');
        const { version } = bodyOf(answer)['meta'] as JsonObject;
        expectSame(answer.headers.get('etag'), version, 'ETag');
        expectStatus(await session.get('/ServiceProviderConfig', { 'if-none-match': String(version) }), 304);
      },
    },
  ],
};

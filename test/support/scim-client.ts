import type { JsonObject } from '../../lambdas/scim/json.ts';
import type { Endpoint } from './local-server.ts';

/** An answer, its body read as JSON; empty where there is none. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: JsonObject };

/** Sends one request; a text goes as it is, an object as JSON. */
export type Call = (
  method: string,
  path: string,
  body?: JsonObject | string,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Calls an endpoint with its own key. */
export function scimClient({ scimBaseUrl, scimKey }: Endpoint): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(scimBaseUrl + path, {
      method,
      headers: { authorization: `Bearer ${scimKey}`, 'content-type': 'application/scim+json', ...headers },
      body: typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as JsonObject),
    };
  };
}

/** A new user's body. */
export function userBody(userName: string, extra: JsonObject = {}): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ value: userName, type: 'work', primary: true }],
    ...extra,
  };
}

/** The body of a PATCH. */
export function patchBody(...operations: readonly JsonObject[]): JsonObject {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
}

/** The resources of a list, by one of their attributes. */
export function pluck(list: JsonObject, attribute: string): unknown[] {
  return (list['Resources'] as readonly JsonObject[]).map((resource) => resource[attribute]);
}

import type { JsonObject } from '#scim/json.ts';
import { type Send, succeed } from '../endpoint.ts';

/** What a walk through all users gave. */
export type Walk = { readonly pages: number; readonly ids: readonly string[] };

/** Asks for page after page by startIndex, as Okta does: until it has passed `totalResults`. */
export async function walkByStartIndex(send: Send, count: number): Promise<Walk> {
  const ids: string[] = [];
  let pages = 0;
  for (let startIndex = 1, total = 1; startIndex <= total; startIndex += count) {
    const { body } = await succeed(send({ url: `/Users?startIndex=${startIndex}&count=${count}` }));
    total = Number(body['totalResults']);
    ids.push(...idsOf(body));
    pages += 1;
  }
  return { pages, ids };
}

/** Asks for page after page by cursor (RFC 9865 §2), until there is none. */
export async function walkByCursor(send: Send, count: number): Promise<Walk> {
  const ids: string[] = [];
  let pages = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined; pages += 1) {
    const { body } = await succeed(send({ url: `/Users?cursor=${encodeURIComponent(cursor)}&count=${count}` }));
    cursor = body['nextCursor'] as string | undefined;
    ids.push(...idsOf(body));
  }
  return { pages, ids };
}

/** The users of a page, each of whom has to be shown with the names of so many groups. */
function idsOf(page: JsonObject): readonly string[] {
  return (page['Resources'] as readonly JsonObject[]).map((user) => String(user['id']));
}

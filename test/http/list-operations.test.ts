import { describe, expect, it } from 'vitest';
import { plainly } from '#http/content-codings.ts';
import { pageAnswer } from '#http/list-operations.ts';
import { userType } from '#domain/resource-types.ts';
import { productNamed } from '#domain/product.ts';
import type { JsonObject } from '#scim/json.ts';
import { readListQuery } from '#scim/query.ts';

const type = userType(productNamed('Statsig'));

/** The answer with a page of that many bytes a resource, and the counts that were asked of the list. */
async function answerPage(parameters: Readonly<Record<string, string>>, bytes: number) {
  const asked: number[] = [];
  const query = readListQuery(new Map(Object.entries(parameters)), type);
  const answer = await pageAnswer(
    { query, codings: plainly, mayLean: true },
    async (count) => {
      asked.push(count);
      const resources = Array.from({ length: Math.min(count, 300) }, (_, id) => ({ id: String(id) }));
      return { resources, totalResults: 400, nextCursor: `after ${resources.at(-1)?.id}` };
    },
    (resource) => ({ ...resource, title: 'x'.repeat(bytes) }),
  );
  const body = answer.body as JsonObject & { Resources: readonly JsonObject[] };
  const { Resources, nextCursor, startIndex, itemsPerPage } = body;
  return { asked, shown: Resources.length, nextCursor, startIndex, itemsPerPage };
}

describe('a page that no response can hold', () => {
  it('P3: is shorter where it was asked by cursor, and the cursor goes on after the last resource given', async () => {
    expect(await answerPage({ cursor: '', count: '1000' }, 60_000)).toEqual({
      asked: [1000, 150, 75],
      shown: 75,
      itemsPerPage: 75,
      nextCursor: 'after 74',
    });
    expect(await answerPage({ cursor: '', count: '80' }, 60_000)).toMatchObject({ asked: [80], shown: 80 });
  });

  it('P3, P4: is shorter where it was asked by startIndex, and says so; the next one is where the client asks it', async () => {
    expect(await answerPage({ startIndex: '201', count: '1000' }, 60_000)).toMatchObject({
      asked: [1000, 150, 75],
      shown: 75,
      startIndex: 201,
      itemsPerPage: 75,
    });
  });

  it('P3: is refused where there is nothing to leave out, with what to ask instead', async () => {
    await expect(answerPage({ cursor: '', count: '2' }, 7_000_000)).rejects.toMatchObject({
      status: 413,
      detail:
        'The answer is larger than the 6 MB that one response can hold. Please leave the members out with ' +
        'excludedAttributes=members; the Console lists the members of a group page by page. About twice as many fit ' +
        'where the client sends Accept-Encoding: gzip.',
    });
  });
});

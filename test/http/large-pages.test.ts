import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userUseCases } from '#domain/users.ts';
import { listOperations } from '#http/list-operations.ts';
import type { JsonObject } from '#scim/json.ts';
import { endpointOf } from '../support/endpoint.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, type World } from '../support/world.ts';

/** So many people make an answer of more than the 6 MB that a response can hold. */
const people = 120;

let table: Table;
let world: World;
beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table);
  // Four bytes a character, and in JSON inside JSON no more.
  const title = '\u{1F9D1}'.repeat(14_500);
  await Promise.all(
    Array.from({ length: people }, async (_, n) =>
      world.createUser(`p${n}@example.com`, { title, nickName: '\u{1F9D1}'.repeat(n % 3) }),
    ),
  );
});
afterAll(() => table.stop());

type Page = { totalResults: number; startIndex: number; itemsPerPage: number; Resources: readonly JsonObject[] };

describe('a walk by startIndex whose pages are larger than a response', () => {
  it.each<[string, (page: Page) => number, number]>([
    ['by the count that is asked, as Okta does', () => people, 1],
    ['by what is given', ({ itemsPerPage }: Page) => itemsPerPage, 2],
  ])('P3, P4: goes on after the last resource of a shorter page, %s', async (_, step, most) => {
    const { organization, directory } = world;
    const { call } = endpointOf(listOperations('/Users', userUseCases), { organization, directory });
    const given: string[] = [];
    const sizes: number[] = [];
    for (let startIndex = 1, total = 1; startIndex <= total;) {
      const response = await call({ url: `/scim/v2/Users?startIndex=${startIndex}&count=${people}` });
      expect(response.statusCode).toBe(200);
      const page = JSON.parse(String(response.body)) as Page;
      expect(page).toMatchObject({ startIndex, itemsPerPage: page.Resources.length });
      given.push(...page.Resources.map(idOf));
      sizes.push(page.itemsPerPage);
      total = page.totalResults;
      startIndex += step(page);
    }
    expect(sizes.length).toBeGreaterThan(1);
    expect(new Set(given).size).toBe(people + 1);
    expect(Math.max(...given.map((id) => given.filter((other) => other === id).length))).toBeLessThanOrEqual(most);
  });
});

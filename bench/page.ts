import type { Context } from '#domain/context.ts';
import { productNamed } from '#domain/product.ts';
import { userType } from '#domain/resource-types.ts';
import { newStanding } from '#domain/standing.ts';
import { userResource } from '#domain/user-resource.ts';
import { respond } from '#http/response.ts';
import { listResponse } from '#scim/messages.ts';
import { selectAttributes } from '#scim/project.ts';
import { readResource, requireAttributes } from '#scim/validate.ts';
import type { Item } from '#storage/item.ts';
import { profileItem, readProfile, readStanding, standingItem } from '#storage/user-items.ts';
import { medianCpuTime } from './measure.ts';
import { idOf, type Person, people } from './people.ts';
import { formatTable } from './table.ts';

/** Milliseconds of CPU that a page of 100 users may take. */
const target = 2;

const at = '2026-11-23T12:00:00.000Z';
const organization = idOf(1);
const product = productNamed('Statsig');
const type = userType(product);
const everything = selectAttributes(undefined, undefined, type);

/** Of a context only these two are asked for where users are shown. */
const context = { product, baseUrl: 'https://scim.example.com/scim/v2' } as Context;

/** What a client sends: ten attributes and the enterprise extension. */
function bodyOf({ id: _, meta: __, ...person }: Person) {
  return { ...person, preferredLanguage: 'en-US' };
}

/** As the SDK's document client gives it back: what was undefined was not written. */
function asStored(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as Item;
}

function itemsOf(person: Person) {
  const { active: _, schemas: __, ...attributes } = bodyOf(person);
  const profile = { id: person.id, attributes, createdAt: at, modifiedAt: at, revision: 3 };
  const standing = { ...newStanding(person.id, true, 'Member', at), groups: new Set([idOf(8001), idOf(8002)]) };
  const stamp = { actor: idOf(2), request: idOf(3), at: '2026-11-23T12:00:00.000Z' };
  return {
    profile: asStored(profileItem(organization, stamp, profile)),
    standing: asStored(standingItem(organization, stamp, standing)),
  };
}

const sample = people(100);
const stored = sample.map(itemsOf);
const bodies = sample.map(bodyOf);

function readAndShow(): number {
  const resources = stored.map(({ profile, standing }) =>
    userResource(context, { profile: readProfile(profile), standing: readStanding(standing) }, undefined, idOf(0)),
  );
  const selected = resources.map((resource) => everything.apply(resource));
  return respond({ status: 200, body: listResponse(selected, selected.length, 1) }).body?.length ?? 0;
}

function readBodies(): number {
  let attributes = 0;
  for (const body of bodies) {
    const draft = readResource(body, type);
    requireAttributes(draft, type);
    attributes += Object.keys(draft).length;
  }
  return attributes;
}

const page = medianCpuTime(readAndShow);
console.log(
  formatTable(
    ['of 100 users, ten attributes and the enterprise extension each', 'ms of CPU', 'gives'],
    [
      [
        'items as the table gives them: validated, shown, projected, as JSON',
        page.milliseconds.toFixed(2),
        `${page.result.toLocaleString('en-US')} characters`,
      ],
      ...[medianCpuTime(readBodies)].map(({ milliseconds, result }) => [
        'bodies of clients: read and validated',
        milliseconds.toFixed(2),
        `${result.toLocaleString('en-US')} attributes`,
      ]),
    ],
  ),
);
console.log(
  `\nNot within: the network, the SDK's reading of the response, and groups, which are read for users who have some.`,
);
if (page.milliseconds >= target) {
  console.error(`A page takes ${page.milliseconds.toFixed(2)} ms of CPU, not less than ${target}.`);
  process.exitCode = 1;
}

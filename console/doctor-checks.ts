import { randomUUID } from 'node:crypto';
import { type Finding, fail, ok, warn } from './doctor-findings.ts';
import type { Answer, Probe } from './doctor-probe.ts';
import { count } from './text.ts';

type Resource = Readonly<Record<string, unknown>>;
/** One check; where a decisive one fails, those after it would only fail too. */
type Check = { readonly name: string; readonly decisive?: boolean; check(probe: Probe): Promise<Finding> };

/** Answers that take longer than this, in milliseconds, make large imports slow. */
const slow = 2000;
const report = 'Please try again, and report this if it stays so.';
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What Okta asks for, in the order in which it does. */
export const checks: readonly Check[] = [
  { name: 'connection test', decisive: true, check: testConnection },
  { name: 'user lookup', check: lookUpUser },
  { name: 'user import', check: importUsers },
  { name: 'group import', check: importGroups },
  { name: 'schemas', check: readSchemas },
  { name: 'writing', check: tryWriting },
  { name: 'speed', check: (probe) => Promise.resolve(measure(probe)) },
];

async function testConnection(probe: Probe): Promise<Finding> {
  const answer = await probe.ask('/Users?startIndex=1&count=2');
  if (answer.status === 401) {
    return fail(
      'connection test',
      'the key is refused (401)',
      'Please check the key: "rollcall key list" shows which count, "rollcall key create" makes one.',
    );
  }
  return problemOf('connection test', answer) ?? ok('connection test', `passed, ${count(totalOf(answer), 'user')}`);
}

async function lookUpUser(probe: Probe): Promise<Finding> {
  const name = 'user lookup';
  const nobody = await probe.ask(lookup(`rollcall-doctor-${randomUUID()}@example.com`));
  const problem = problemOf(name, nobody);
  if (problem !== undefined) return problem;
  if (totalOf(nobody) !== 0) {
    const advice = 'Okta would link the wrong person. Please report this.';
    return fail(name, 'a userName that nobody has finds somebody', advice);
  }
  const [user] = resourcesOf(await probe.ask('/Users?startIndex=1&count=2'));
  const userName = textOf(user, 'userName');
  if (user === undefined || userName === undefined) return ok(name, 'finds nobody where there is nobody');
  const found = resourcesOf(await probe.ask(lookup(userName.toUpperCase())));
  return found.length === 1 && found[0]?.['id'] === user['id']
    ? ok(name, 'finds whom it should, in capitals too')
    : fail(
        name,
        `a userName finds ${count(found.length, 'user')}`,
        'Okta would create people twice. Please report this.',
      );
}

async function importUsers(probe: Probe): Promise<Finding> {
  const name = 'user import';
  const answer = await probe.ask('/Users?startIndex=1&count=100');
  const problem = problemOf(name, answer);
  if (problem !== undefined) return problem;
  const users = resourcesOf(answer);
  const incomplete = users.filter((user) => !isComplete(user));
  const [first] = incomplete;
  if (first !== undefined) {
    const which = textOf(first, 'userName') ?? textOf(first, 'id') ?? 'the first';
    return warn(
      name,
      `${incomplete.length} of ${count(users.length, 'user')} without a given name, family name or email address (${which})`,
      'Okta leaves such people out of an import until somebody completes them. Please fill these in.',
    );
  }
  return ok(name, `${count(totalOf(answer), 'user')}, ${users.length} on the first page, all complete`);
}

async function importGroups(probe: Probe): Promise<Finding> {
  const name = 'group import';
  const answer = await probe.ask('/Groups?startIndex=1&count=100');
  const problem = problemOf(name, answer);
  if (problem !== undefined) return problem;
  if (totalOf(answer) === 0) {
    return warn(
      name,
      'there are no groups',
      'Okta will have none to link. Please create a project: "rollcall project create".',
    );
  }
  const nameless = resourcesOf(answer).filter(
    (group) => textOf(group, 'id') === undefined || textOf(group, 'displayName') === undefined,
  );
  return nameless.length > 0
    ? fail(
        name,
        `${count(nameless.length, 'group')} without id or name`,
        'Okta cannot import them. Please report this.',
      )
    : ok(name, `${count(totalOf(answer), 'group')}; tick "Import Groups" in Okta to link them`);
}

async function readSchemas(probe: Probe): Promise<Finding> {
  const name = 'schemas';
  const answer = await probe.ask('/Schemas');
  const problem = problemOf(name, answer);
  if (problem !== undefined) return problem;
  return resourcesOf(answer).some(({ id }) => id === userSchema)
    ? ok(name, `${count(resourcesOf(answer).length, 'schema')}, that of users among them`)
    : fail(
        name,
        'the schema of users is missing',
        'Okta could not offer its attributes for mapping. Please report this.',
      );
}

/** A Bulk request without operations changes nothing, and is refused to a key that may only read. */
async function tryWriting(probe: Probe): Promise<Finding> {
  const name = 'writing';
  const { status } = await probe.ask('/Bulk', {
    method: 'POST',
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [] },
  });
  if (status === 200) return ok(name, 'the key may write');
  if (status === 403) {
    return warn(
      name,
      'the key may only read',
      'Okta can import with it, and push nothing. Please create one that may write: "rollcall key create".',
    );
  }
  return fail(name, `a Bulk request without operations is answered with ${status}, not 200`, report);
}

function measure({ durations }: Probe): Finding {
  const sorted = durations.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const longest = sorted.at(-1) ?? 0;
  const words = `${count(sorted.length, 'answer')}, half of them within ${middle} ms, the slowest in ${longest} ms`;
  return longest > slow
    ? warn(
        'speed',
        words,
        'Okta waits for a minute; a large import takes long all the same. Please try again, the first call may wake the service.',
      )
    : ok('speed', words);
}

/** What is wrong with an answer that should be a list; undefined where nothing is. */
function problemOf(name: string, { status, body }: Answer): Finding | undefined {
  if (status !== 200) {
    const detail = body?.['detail'];
    const words = typeof detail === 'string' ? `: ${detail}` : '';
    return fail(
      name,
      `refused (${status})${words}`,
      status >= 500 || status === 429 ? 'Please try again in a while.' : 'Please see what the sentence says.',
    );
  }
  const numbers = ['totalResults', 'startIndex', 'itemsPerPage'].filter((key) => !Number.isInteger(body?.[key]));
  return numbers.length === 0
    ? undefined
    : fail(
        name,
        `the answer is no list: ${numbers.join(', ')} should be numbers`,
        'Please check that the base URL is that of SCIM 2.0.',
      );
}

function lookup(userName: string): string {
  return `/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(userName)}`)}&startIndex=1&count=100`;
}

function totalOf({ body }: Answer): number {
  return Number(body?.['totalResults']);
}

function resourcesOf({ body }: Answer): readonly Resource[] {
  const found = body?.['Resources'];
  return Array.isArray(found) ? found.filter((one): one is Resource => typeof one === 'object' && one !== null) : [];
}

function isComplete(user: Resource): boolean {
  const { name, emails } = user;
  const named = typeof name === 'object' && name !== null ? (name as Resource) : undefined;
  const hasAddress = Array.isArray(emails) && emails.length > 0;
  return hasAddress && ['givenName', 'familyName'].every((part) => textOf(named, part) !== undefined);
}

function textOf(resource: Resource | undefined, attribute: string): string | undefined {
  const value = resource?.[attribute];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

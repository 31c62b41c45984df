import type { JsonObject } from '#scim/json.ts';
import { isGroup, isList, isUser, resources } from './answer.ts';
import { idOf, type Cast } from './cast.ts';
import { importPage } from './identity-provider.ts';
import { isObject } from '#scim/json.ts';
import type { Stage } from './stage.ts';

/** Imports users and groups, and finds in them the owner and a project that the rest of the play can use. */
export async function importOrganization(stage: Stage, domain: string, run: string): Promise<Cast> {
  stage.chapter('Import');
  const users = await importAll(stage, '/Users');
  const groups = await importAll(stage, '/Groups');
  const { owner, orgRole } = findOwner(users);
  return { domain, run, owner, orgRole, ...findProject(groups) };
}

async function importAll(stage: Stage, endpoint: '/Users' | '/Groups'): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  let total = 1;
  for (let startIndex = 1; startIndex <= total; startIndex += 100) {
    const { body } = await stage.perform({
      what: `Import ${endpoint.slice(1).toLowerCase()} from ${startIndex} on`,
      request: importPage(endpoint, startIndex),
      expect: { rule: 'P3', status: 200, checks: [isList, everyResource(endpoint === '/Users' ? isUser : isGroup)] },
      task: 'Import failed',
    });
    found.push(...resources(body));
    total = isObject(body) && typeof body['totalResults'] === 'number' ? body['totalResults'] : 0;
  }
  const distinct = new Set(found.map(idOf)).size;
  if (distinct !== found.length || distinct !== total) {
    stage.complain('P3', `${endpoint} gave ${found.length} resources, ${distinct} different, of totalResults ${total}`);
  }
  return found;
}

function everyResource(check: typeof isUser): typeof isUser {
  return (body) =>
    resources(body)
      .map(check)
      .find((problem) => problem !== undefined);
}

function findOwner(users: readonly JsonObject[]): Pick<Cast, 'owner' | 'orgRole'> {
  for (const owner of users) {
    const orgRole = Object.keys(owner).find((name) => name.endsWith('OrgRole') && owner[name] === 'Owner');
    if (orgRole !== undefined) return { owner, orgRole };
  }
  throw new Error('no imported user has the organization role Owner, and an organization has exactly one (O1)');
}

/** Only projects have groups that end in Read-Only; one without members can be pushed to without harm. */
function findProject(groups: readonly JsonObject[]): Pick<Cast, 'projectGroup' | 'projectPrefix'> {
  const ending = '-Read-Only';
  const group = groups.find((candidate) => String(candidate['displayName']).endsWith(ending) && isEmpty(candidate));
  if (group === undefined) throw new Error(`no imported group that ends in ${ending} is empty, and the play needs one`);
  const displayName = String(group['displayName']);
  return { projectGroup: { id: idOf(group), displayName }, projectPrefix: displayName.slice(0, -ending.length) };
}

function isEmpty({ members }: JsonObject): boolean {
  return members === undefined || (Array.isArray(members) && members.length === 0);
}

/** What the canary sends to the endpoint; the path begins after the base URL. */
export type SendStep = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;

/** What one step of a round took. */
export type PlayedStep = { readonly step: string; readonly milliseconds: number };

/** The one user whom each round creates and deletes; the name is the same each time, so that a round finds what a crash left. */
export const canaryUserName = 'round@canary.invalid';

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

type Step = (method: string, path: string, status: number, body?: object) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Plays what Okta does with a person, from the first look to the end: finds nobody, creates, assigns to a group, changes,
 * takes out of the group, deactivates, deletes. Throws one sentence at the first answer that is not as it has to be, and
 * leaves nobody behind. `played` is told of each step that was done.
 */
export async function playRound(send: SendStep, now: () => number, played: (step: PlayedStep) => void): Promise<void> {
  let name = 'find';
  let begun = now();
  const next = (step: string): void => {
    played({ step: name, milliseconds: now() - begun });
    [name, begun] = [step, now()];
  };
  const step: Step = async (method, path, status, body) => {
    const answer = await send(method, path, body);
    expectThat(answer.status === status, name, `answered ${answer.status} instead of ${status}`);
    return answer.body;
  };
  const left = await findUser(step);
  if (left !== undefined) await step('DELETE', `/Users/${left}`, 204);
  next('create');
  const created = await step('POST', '/Users', 201, {
    schemas: [userSchema],
    userName: canaryUserName,
    name: { givenName: 'Canary', familyName: 'Round' },
    emails: [{ value: canaryUserName, type: 'work', primary: true }],
    active: true,
  });
  const user = `/Users/${String(created['id'])}`;
  try {
    next('findAgain');
    expectThat((await findUser(step)) === created['id'], name, 'does not find the user that was just created');
    next('assign');
    const group = await anyGroup(step, name);
    const value = [{ value: created['id'] }];
    await step('PATCH', `/Groups/${group}`, 204, patch({ op: 'add', path: 'members', value }));
    expectThat(isIn(await step('GET', user, 200), group), name, 'does not show the group that the user was added to');
    next('change');
    const changed = await step('PATCH', user, 200, patch({ op: 'replace', value: { title: 'Second round' } }));
    expectThat(changed['title'] === 'Second round', name, 'does not show what was changed');
    next('unassign');
    const member = `members[value eq "${String(created['id'])}"]`;
    await step('PATCH', `/Groups/${group}`, 204, patch({ op: 'remove', path: member }));
    expectThat(
      !isIn(await step('GET', user, 200), group),
      name,
      'still shows the group that the user was taken out of',
    );
    next('deactivate');
    const off = await step('PATCH', user, 200, patch({ op: 'replace', value: { active: false } }));
    expectThat(off['active'] === false, name, 'shows the user as active');
  } catch (error) {
    // The next round would clean up too; an answer to this one changes nothing about what went wrong.
    await send('DELETE', user).catch(() => undefined);
    throw error;
  }
  next('delete');
  await step('DELETE', user, 204);
  await step('GET', user, 404);
  next('end');
}

async function findUser(step: Step): Promise<string | undefined> {
  const filter = encodeURIComponent(`userName eq "${canaryUserName}"`);
  const { Resources = [] } = await step('GET', `/Users?filter=${filter}&startIndex=1&count=100`, 200);
  return (Resources as readonly { readonly id?: string }[])[0]?.id;
}

async function anyGroup(step: Step, name: string): Promise<string> {
  const { Resources = [] } = await step('GET', '/Groups?startIndex=1&count=1', 200);
  const id = (Resources as readonly { readonly id?: string }[])[0]?.id;
  expectThat(id !== undefined, name, "finds no group. Please create a project in the canary's organization");
  return String(id);
}

function isIn({ groups = [] }: Readonly<Record<string, unknown>>, group: string): boolean {
  return (groups as readonly { readonly value?: string }[]).some(({ value }) => value === group);
}

function patch(operation: object): object {
  return { schemas: [patchSchema], Operations: [operation] };
}

function expectThat(holds: boolean, step: string, what: string): void {
  if (!holds) throw new Error(`The step "${step}" ${what}.`);
}

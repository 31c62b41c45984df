import { describe, expect, it } from 'vitest';
import {
  changeMembers,
  createGroup,
  createUser,
  lookUpGroup,
  lookUpUser,
  patchUser,
  pushMembers,
  pushWholeGroup,
  renameGroup,
  replaceGroup,
  replaceUser,
} from '../../local/okta/identity-provider.ts';

const person = {
  userName: 'test.user@example.com',
  givenName: 'Test',
  familyName: 'User',
  externalId: '00ujl29u0le5T6Aj10h7',
};
const group = { id: '6194', displayName: 'Statsig-ProjectA-Admin' };
const member = { value: 'u3', display: 'u3@example.com' };
const patchOp = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

describe('what Okta sends', () => {
  it('looks up with spaces as %20 in custom apps, as + in those of the catalogue', () => {
    expect(lookUpUser('custom', 'a+b@example.com').path).toBe(
      '/Users?filter=userName%20eq%20%22a%2Bb%40example.com%22&startIndex=1&count=100',
    );
    expect(lookUpGroup('catalogue', 'A B').path).toBe('/Groups?filter=displayName+eq+%22A+B%22&startIndex=1&count=100');
  });

  it('creates a user with no groups, a random password and its own id as externalId', () => {
    expect(createUser(person)).toEqual({
      method: 'POST',
      path: '/Users',
      body: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'test.user@example.com',
        name: { givenName: 'Test', familyName: 'User' },
        emails: [{ primary: true, value: 'test.user@example.com', type: 'work' }],
        displayName: 'Test User',
        locale: 'en-US',
        externalId: '00ujl29u0le5T6Aj10h7',
        groups: [],
        password: expect.stringMatching(/^.{8}$/u) as unknown,
        active: true,
      },
    });
  });

  it('puts back all that GET gave, with its changes', () => {
    const current = { id: 'u1', meta: { version: 'W/"1.1"' }, groups: [], active: true };
    expect(replaceUser(current, { active: false })).toEqual({
      method: 'PUT',
      path: '/Users/u1',
      body: { ...current, active: false },
    });
    expect(replaceGroup({ ...group, externalId: null }, { members: [] }).body).toEqual({
      ...group,
      externalId: null,
      members: [],
    });
  });

  it.each([
    ['deactivation', patchUser('u1', { active: false }), [{ op: 'replace', value: { active: false } }]],
    [
      'a change of members, with the name along',
      changeMembers(group, { remove: ['u1', 'u2'], add: [member] }),
      [
        { op: 'replace', value: group },
        { op: 'remove', path: 'members[value eq "u1"]' },
        { op: 'remove', path: 'members[value eq "u2"]' },
        { op: 'add', path: 'members', value: [member] },
      ],
    ],
    ['a push of everybody', pushMembers(group, [member]), [{ op: 'replace', path: 'members', value: [member] }]],
    ['a push of nobody', pushMembers(group, []), [{ op: 'replace', path: 'members', value: [] }]],
    [
      'a push without a path',
      pushWholeGroup(group, [member]),
      [{ op: 'replace', value: { ...group, members: [member] } }],
    ],
    ['a rename', renameGroup(group, 'Other'), [{ op: 'replace', value: { id: '6194', displayName: 'Other' } }]],
  ])('patches: %s', (_, request, Operations) => {
    expect(request.method).toBe('PATCH');
    expect(request.body).toEqual({ schemas: patchOp, Operations });
  });

  it('creates an empty group with an empty list of members', () => {
    expect(createGroup('Statsig-ProjectA-Core-Admin', []).body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Statsig-ProjectA-Core-Admin',
      members: [],
    });
  });
});

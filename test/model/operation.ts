/** What becomes of a group's members: some come, some go, or the list is another one. */
export type MemberChange = 'add' | 'remove' | 'replace';

/** What a request may say of a user; what it leaves out stays. */
export type UserWish = {
  readonly active?: boolean;
  readonly role?: 'Member' | 'Admin' | 'Owner';
  readonly title?: string;
  readonly userName?: string;
};

/** One request of a history, in SCIM or in the Console. Ids are those that were known when it was made up. */
export type Operation =
  | {
      readonly kind: 'createUser';
      readonly by: 'scim' | 'console';
      readonly userName: string;
      readonly role: 'Member' | 'Admin';
      readonly active: boolean;
    }
  | { readonly kind: 'putUser'; readonly user: string; readonly wish: UserWish & { readonly userName: string } }
  | { readonly kind: 'patchUser'; readonly user: string; readonly wish: UserWish }
  | {
      readonly kind: 'changeMember';
      readonly user: string;
      readonly wish: UserWish & { readonly role?: 'Member' | 'Admin' };
    }
  | { readonly kind: 'removeUser'; readonly by: 'scim' | 'console'; readonly user: string }
  | { readonly kind: 'restoreMember'; readonly user: string }
  | { readonly kind: 'transferOwnership'; readonly user: string }
  | {
      readonly kind: 'changeMembers';
      /** PUT knows replacements alone; the Console knows none. */
      readonly by: 'patch' | 'put' | 'console';
      readonly group: string;
      readonly change: MemberChange;
      readonly users: readonly string[];
    }
  | { readonly kind: 'createGroup'; readonly name: string; readonly users: readonly string[] }
  | { readonly kind: 'renameGroup'; readonly group: string; readonly name: string }
  | { readonly kind: 'removeGroup'; readonly group: string }
  | { readonly kind: 'createPart'; readonly part: 'project' | 'role'; readonly name: string }
  | { readonly kind: 'createTeam'; readonly project: string; readonly name: string }
  | { readonly kind: 'renamePart'; readonly part: Part; readonly id: string; readonly name: string }
  | { readonly kind: 'removePart'; readonly part: Part; readonly id: string };

/** What generates groups. */
export type Part = 'project' | 'role' | 'team';

/** How a request was answered: done, whatever 2xx says it, or refused with a status; unknown where no answer came. */
export type Answered = 'done' | 'unknown' | number;

/** True for what moves the ownership: of two at once one may be refused because of the other (O4). */
export function movesOwnership(operation: Operation): boolean {
  return (
    operation.kind === 'transferOwnership' ||
    ((operation.kind === 'patchUser' || operation.kind === 'putUser') && operation.wish.role === 'Owner')
  );
}

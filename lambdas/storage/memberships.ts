import type { Standing } from '#domain/user.ts';

/** A standing before and after; without the second one the user is deleted. */
export type StandingChange = readonly [before: Standing, after: Standing | undefined];

/** A membership that differs; `waiting` is undefined where it ends. */
export type MembershipChange = { readonly group: string; readonly waiting: boolean | undefined };

/** The memberships that a change of a standing begins, ends or lets take effect. */
export function membershipsChanged([before, after]: StandingChange): readonly MembershipChange[] {
  if (after === undefined) return groupsOf(before).map((group) => ({ group, waiting: undefined }));
  return [
    ...groupsOf(before).flatMap((group) =>
      after.groups.has(group) || after.waiting.has(group) ? [] : { group, waiting: undefined },
    ),
    ...groupsOf(after).flatMap((group) => {
      const waiting = after.waiting.has(group);
      const held = (waiting ? before.waiting : before.groups).has(group) && before.epoch === after.epoch;
      return held ? [] : { group, waiting };
    }),
  ];
}

/** The groups that hold a user, or wait for one. */
export function groupsOf({ groups, waiting }: Standing): readonly string[] {
  return [...groups.union(waiting)];
}

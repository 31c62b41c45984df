import type { Activity } from './activity.ts';

/** Entries of one log, newest first, each with its place. `end`: how far was read, where older ones may follow. */
export type ActivityPage = {
  readonly entries: readonly PlacedActivity[];
  readonly end?: string;
};

/** An entry and its place in the log; places are in the order of time, and the same of one request in every log. */
export type PlacedActivity = { readonly place: string; readonly activity: Activity };

/**
 * Joins pages of several logs, at most `limit` entries and none that is older than what one of the pages may still
 * leave out. What a request did and what it left out of the same thing become one entry. `next` is where to go on.
 */
export function joinPages(
  pages: readonly ActivityPage[],
  limit: number,
): { readonly activities: readonly Activity[]; readonly next?: string } {
  const oldest = pages
    .flatMap(({ end }) => end ?? [])
    .toSorted()
    .at(-1);
  const joined = new Map<string, Activity>();
  for (const { place, activity } of pages.flatMap(({ entries }) => entries)) {
    if (oldest !== undefined && place < oldest) continue;
    const other = joined.get(place);
    joined.set(place, other === undefined ? activity : joinActivities(other, activity));
  }
  const inOrder = [...joined].toSorted(([one], [other]) => (one < other ? 1 : -1));
  const kept = inOrder.slice(0, limit);
  const next = inOrder.length > kept.length ? kept.at(-1)?.[0] : oldest;
  return { activities: kept.map(([, activity]) => activity), ...(next !== undefined && { next }) };
}

/** `other` is what the request noted itself: how it ended is its word. */
function joinActivities(one: Activity, other: Activity): Activity {
  const target = one.target && { ...other.target, ...one.target };
  return { ...one, ...other, actions: [...one.actions, ...other.actions], ...(target && { target }) };
}

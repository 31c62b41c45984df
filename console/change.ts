import { showMoment } from './moments.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import { layDetails } from './table.ts';
import type { Change } from './views.ts';

/** How long the first look at a change is waited for; each later wait is longer, up to the longest. */
const firstWait = 250;
const longestWait = 5000;

/** What the option `--no-wait` promises. */
export const noWait = ['--no-wait', 'end as soon as the change is under way, not when it is done'] as const;

/** Follows a change until it is done, and tells people how far it is. */
export async function followChange(session: Session, id: string): Promise<Change> {
  const { client, surroundings } = session;
  const place = await session.place(path`/changes/${id}`);
  let told: number | undefined;
  for (let wait = firstWait; ; wait = Math.min(longestWait, wait * 2)) {
    const change = await client.get<Change>(place);
    if (change.status === 'done') return change;
    if (told === undefined)
      surroundings.tell(
        `Under way: change ${id}. It goes on if you leave; "rollcall change wait ${id}" follows it again.`,
      );
    if (change.handled !== told) surroundings.tell(`${change.handled} handled …`);
    told = change.handled;
    await surroundings.sleep(wait);
  }
}

/** A change in lines for people. */
export function describeChange(change: Change): string {
  return layDetails([
    ['Change', change.id],
    ['Kind', change.kind],
    ['Of', change.targetId],
    ['Status', change.status],
    ['Handled', String(change.handled)],
    ['Started', showMoment(change.startedAt)],
    ['Finished', showMoment(change.finishedAt)],
  ]);
}

/** Shows what goes on after the command, and how to follow it. */
function showUnderWay(session: Session, id: string, change: Change): void {
  session.show({ id, change }, () => `Under way. "rollcall change wait ${change.id}" follows it.`);
}

/** Renames something and shows what it became; what outlasts the request is followed unless it is not waited for. */
export async function renameAt(
  session: Session,
  place: string,
  body: object,
  // What stands at the place is what the words are about: the caller knows its type.
  { wait, words }: { readonly wait: boolean; words(view: never): string },
): Promise<void> {
  const { status, body: answer } = await session.client.send('PATCH', place, body);
  if (status === 202) {
    const change = answer as Change;
    if (!wait) return showUnderWay(session, change.targetId, change);
    await followChange(session, change.id);
  }
  const view = status === 202 ? await session.client.get<object>(place) : (answer as object);
  return session.show(view, () => words(view as never));
}

/** Deletes something; what outlasts the request is followed unless it is not waited for. */
export async function deleteAt(
  session: Session,
  place: string,
  {
    id,
    wait,
    words,
    query = {},
  }: { id: string; wait: boolean; words: string; query?: Readonly<Record<string, string>> },
): Promise<void> {
  const { status, body } = await session.client.send('DELETE', place, undefined, query);
  if (status === 202) {
    const change = body as Change;
    if (!wait) return showUnderWay(session, id, change);
    await followChange(session, change.id);
  }
  return session.show({ id }, () => words);
}

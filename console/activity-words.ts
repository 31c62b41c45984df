import { showMoment } from './moments.ts';
import { clean, inStyle, wrap } from './text.ts';
import type { Activity } from './views.ts';

const indent = '    ';
/** Lines of a file are as wide as this. */
const plainWidth = 100;

const styles: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = { done: 'green', refused: 'red', failed: 'red' };

/** An entry of the activity log in lines for people: when, how it ended, who, what; below it what to do about it. */
export function describeActivity(
  activity: Activity,
  { columns, colours }: { readonly columns: number | undefined; readonly colours: boolean },
): string {
  const { at, outcome, status, actions, operation, target, detail, help } = activity;
  const ending = status === undefined ? outcome : `${outcome} (${status})`;
  const what = actions.length > 0 ? actions.join(', ') : (operation ?? '');
  const head = [
    showMoment(at) ?? '',
    inStyle(styles[outcome] ?? 'yellow', ending, colours),
    clean(actorOf(activity)),
    clean(what),
    ...(target === undefined ? [] : [clean(`${target.type} ${target.name ?? target.id ?? ''}`.trim())]),
  ];
  const notes = [
    ...notesOf(activity),
    ...(detail === undefined ? [] : [detail]),
    ...(help === undefined ? [] : [`What to do: ${help.solution}`]),
  ];
  const width = (columns ?? plainWidth) - indent.length;
  const below = notes.flatMap((note) => wrap(clean(note), width)).map((line) => indent + line);
  return [head.join('  '), ...below, ...(help?.url === undefined ? [] : [indent + clean(help.url)])].join('\n');
}

function actorOf({ actor, onBehalfOf }: Activity): string {
  const who =
    actor.type === 'key' ? `key ${actor.name === undefined ? actor.id : `"${actor.name}"`}` : (actor.name ?? actor.id);
  return onBehalfOf === undefined ? who : `${who} for ${onBehalfOf.name ?? onBehalfOf.id}`;
}

function notesOf({ changed = [], joined = [], left = [], skipped, leftOut }: Activity): readonly string[] {
  return [
    ...(changed.length === 0 ? [] : [`Changed: ${changed.join(', ')}`]),
    ...(joined.length === 0 ? [] : [`Joined: ${namesOf(joined)}`]),
    ...(left.length === 0 ? [] : [`Left: ${namesOf(left)}`]),
    ...(skipped === undefined ? [] : [`Skipped ${skipped.count}: ${skipped.ids.join(', ')}`]),
    ...(leftOut === undefined
      ? []
      : [`${leftOut} refusals before this one were too many at once, and are not in the log.`]),
  ];
}

function namesOf(things: readonly { readonly id: string; readonly name?: string }[]): string {
  return things.map(({ id, name }) => name ?? id).join(', ');
}

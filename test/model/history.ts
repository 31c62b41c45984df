import fc from 'fast-check';
import { randomOf } from '../attack/random.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';
import { clientsOf } from './clients.ts';
import { type Burst, bursts, personName } from './drafts.ts';
import { type Attempt, linearize } from './linearize.ts';
import { compareStandings, observe, type Observation } from './observe.ts';
import { foundRealm, type Process } from './realm.ts';
import { describeState, type ModelState, nameOf } from './state.ts';
import { badWeather, type Weather } from './weather.ts';
import { workBeside } from './worker.ts';

/** How a history is played. */
export type HistoryOptions = {
  readonly seed: number;
  readonly clients: number;
  /** Users that there are in the beginning. */
  readonly people: number;
  readonly weather?: Weather;
};

/** What a history has come to. */
export type Played = {
  readonly attempts: number;
  /** How many were answered how. */
  readonly answers: Readonly<Record<string, number>>;
};

/** The history that a seed makes. */
export function makeHistory({
  seed,
  clients,
  bursts: length,
  mostUsers,
}: {
  readonly seed: number;
  readonly clients: number;
  readonly bursts: number;
  readonly mostUsers: number;
}): readonly Burst[] {
  const history = fc.array(bursts(clients, { mostUsers }), { minLength: length, maxLength: length });
  return fc.sample(history, { seed, numRuns: 1 })[0] ?? [];
}

/**
 * Plays a history on a table of its own. After each burst all that was acknowledged must be there: an order of the requests
 * must lead the model to what is seen, before the worker has done anything about it and afterwards. Throws what is wrong.
 */
export async function playHistory(history: readonly Burst[], options: HistoryOptions): Promise<Played> {
  const { seed, people, clients: count, weather = badWeather } = options;
  const table = await startStreamedTable();
  try {
    const realm = await foundRealm(table);
    const calm = realm.start();
    await settlePeople(calm, people);
    await table.drain();
    const clients = clientsOf(realm, count, randomOf(seed, 1), weather);
    let { state } = await observe(calm);
    const answers: Record<string, number> = {};
    for (const [place, burst] of history.entries()) {
      const companion = await workBeside(table, randomOf(seed, place + 2), weather);
      const attempts = await clients.play(burst, state);
      await companion.stop();
      const where = `seed ${seed}, burst ${place}`;
      const seen = await observe(calm);
      await table.drain();
      const later = await observe(calm);
      explain(where, state, attempts, later);
      requireSame(where, seen, later);
      await requireSound(where, table, realm.organizationId);
      if (clients.faults.length > 0) throw new Error(`${where}: ${clients.faults.join('\n')}`);
      ({ state } = later);
      for (const { operation, answered } of attempts) {
        const key = `${operation.kind} ${answered}`;
        answers[key] = (answers[key] ?? 0) + 1;
      }
    }
    return { attempts: Object.values(answers).reduce((sum, one) => sum + one, 0), answers };
  } finally {
    await table.stop();
  }
}

async function settlePeople(process: Process, people: number): Promise<void> {
  const create = async (place: number): Promise<void> => {
    const { status } = await process.scim('POST', '/Users', { userName: personName(place) });
    if (status !== 201) throw new Error(`A user could not be created: ${status}`);
  };
  await Promise.all(Array.from({ length: people }, (_, place) => create(place)));
}

function explain(where: string, before: ModelState, attempts: readonly Attempt[], seen: Observation): void {
  const lines = describeState(seen.state);
  const explained = linearize(before, attempts, lines);
  if (explained.order !== undefined && seen.contradictions.length === 0) return;
  const { ends } = { ends: [], ...explained };
  const names = new Map([
    ...[...before.users].map(([id, { userName }]) => [id, userName] as const),
    ...[...before.groups].map(([id, group]) => [id, nameOf(before, group)] as const),
  ]);
  const named = (text: string): string =>
    text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, (id) => names.get(id) ?? id);
  throw new Error(
    [
      `${where}: ${explained.order === undefined ? 'No order of the requests explains what is seen.' : 'A rule is broken.'}`,
      ...seen.contradictions,
      ...attempts.map(
        ({ operation, begin, end, answered }) => `${begin}-${end} ${answered} ${named(JSON.stringify(operation))}`,
      ),
      ...ends.map(
        (end) => `By one order (-) it would be otherwise than it is (+):\n${difference(describeState(end), lines)}`,
      ),
      `Before:\n${describeState(before).join('\n')}`,
    ].join('\n'),
  );
}

/** G8, U4: what the worker still had to do was to be seen before; only what can be given back may trail. */
function requireSame(where: string, before: Observation, after: Observation): void {
  const told = ({ state }: Observation): readonly string[] =>
    describeState({
      ...state,
      users: new Map([...state.users].map(([id, user]) => [id, { ...user, taken: undefined }])),
    });
  const changed = difference(told(before), told(after));
  const problems = [...before.contradictions, ...compareStandings(after), ...(changed === '' ? [] : [changed])];
  if (problems.length > 0) throw new Error(`${where}: The worker had something to mend. ${problems.join('\n')}`);
}

/** What is stored must fit together, down to the last item (`rollcall verify`). */
async function requireSound(where: string, table: StreamedTable, organization: string): Promise<void> {
  const findings = await verifyOrganization(operatorSession(table, organization), { whole: true });
  const damage = findings.filter(({ severity }) => severity === 'damage');
  if (damage.length > 0) throw new Error(`${where}: ${damage.map((one) => JSON.stringify(one)).join('\n')}`);
}

function difference(before: readonly string[], after: readonly string[]): string {
  const [one, other] = [new Set(before), new Set(after)];
  return [
    ...[...one.difference(other)].map((line) => `- ${line}`),
    ...[...other.difference(one)].map((line) => `+ ${line}`),
  ].join('\n');
}

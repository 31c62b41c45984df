import fc from 'fast-check';
import { randomOf } from '../attack/random.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';
import { clientsOf } from './clients.ts';
import { type Burst, bursts, userNameOf } from './drafts.ts';
import { type Attempt, linearize } from './linearize.ts';
import { compareStandings, observe, type Observation } from './observe.ts';
import { foundRealm, type Process } from './realm.ts';
import { describeState, type ModelState } from './state.ts';
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
      explain(where, state, attempts, seen);
      await table.drain();
      const later = await observe(calm);
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
    const { status } = await process.scim('POST', '/Users', { userName: userNameOf(place) });
    if (status !== 201) throw new Error(`A user could not be created: ${status}`);
  };
  await Promise.all(Array.from({ length: people }, (_, place) => create(place)));
}

function explain(where: string, before: ModelState, attempts: readonly Attempt[], seen: Observation): void {
  const lines = describeState(seen.state);
  const explained = linearize(before, attempts, lines);
  if (explained.order !== undefined && seen.contradictions.length === 0) return;
  const ends = explained.order === undefined ? explained.ends.map((end) => difference(describeState(end), lines)) : [];
  const told = attempts.map(
    ({ operation, begin, end, answered }) => `${begin}-${end} ${answered} ${JSON.stringify(operation)}`,
  );
  throw new Error(
    [
      `${where}: ${explained.order === undefined ? 'No order of the requests explains what is seen.' : 'A rule is broken.'}`,
      ...seen.contradictions,
      ...told,
      ...ends.map((end) => `In another order there would be instead:\n${end}`),
      'Before:',
      ...namesOf(before),
    ].join('\n'),
  );
}

/** The ids that the requests name, with what they are. */
function namesOf({ users, groups }: ModelState): readonly string[] {
  return [
    ...[...users].map(([id, user]) => `${id} ${user.userName}`),
    ...[...groups].map(([id, { place, members }]) => `${id} ${JSON.stringify(place)} ${[...members].join(' ')}`),
  ];
}

function requireSame(where: string, before: Observation, after: Observation): void {
  const changed = difference(describeState(before.state), describeState(after.state));
  const problems = [...after.contradictions, ...compareStandings(after), ...(changed === '' ? [] : [changed])];
  if (problems.length > 0) throw new Error(`${where}: After the worker had caught up: ${problems.join('\n')}`);
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

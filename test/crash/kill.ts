import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../attack/random.ts';
import { dropFolder, makeFolder, serveLocal, type ServerProcess } from '../support/local-process.ts';
import { callsOf } from './calls.ts';
import { createPeople } from './people.ts';
import { untilQuiet, untilRepaired } from './repair.ts';
import type { Scenario, Seen } from './scenario.ts';

/** What became of one kill. */
export type Crash = {
  /** Milliseconds from the request to the kill. */
  readonly at: number;
  /** The status that the client had got by then, if any. */
  readonly answered: number | undefined;
  /** What the first reader of the next server found. */
  readonly seen: Seen;
  /** Milliseconds until nothing was left to do, once the server was there again. */
  readonly repairedIn: number;
  /** What must not be. */
  readonly problems: readonly string[];
};

/** A data folder with people in it, and the server on it, which is killed and started again. */
export type Site = { readonly userIds: readonly string[]; server: ServerProcess; close(): Promise<void> };

/** Starts a server on a folder of its own, with so many users. */
export async function openSite(people: number): Promise<Site> {
  const folder = await makeFolder();
  const server = await serve(folder);
  const userIds = await createPeople(server, people);
  const site: Site = {
    userIds,
    server,
    close: async () => {
      await site.server.end();
      await dropFolder(folder);
    },
  };
  return site;
}

/** Kills the server so many times while a change goes on, at random moments, and looks at what is there afterwards. */
export async function* killAgainAndAgain(
  site: Site,
  scenario: Scenario,
  { points, random }: { readonly points: number; readonly random: Random },
): AsyncIterable<Crash> {
  await scenario.settle(callsOf(site.server), points);
  const time = await timeOf(site, scenario);
  for (let trial = 1; trial <= points; trial++) {
    // One in two within the first quarter, where the request is decided and committed.
    const part = random.once(2) ? time / 4 : time;
    yield await killOnce(site, scenario, trial, random.below(Math.ceil(part)));
  }
}

/** How long the whole change takes where nobody is killed. */
async function timeOf({ server }: Site, scenario: Scenario): Promise<number> {
  const trial = await scenario.next(callsOf(server), 0);
  await untilQuiet(server);
  const begin = performance.now();
  await trial.send(callsOf(server));
  const answered = performance.now() - begin;
  const { milliseconds } = await untilQuiet(server);
  return answered + milliseconds;
}

async function killOnce(site: Site, scenario: Scenario, place: number, at: number): Promise<Crash> {
  const { server } = site;
  const trial = await scenario.next(callsOf(server), place);
  await untilQuiet(server);
  let answered: number | undefined;
  const sent = trial.send(callsOf(server)).then(
    (status) => (answered = status),
    // The connection of a server that is killed breaks.
    () => undefined,
  );
  await sleep(at);
  const known = answered;
  await server.end('SIGKILL');
  await sent;
  site.server = await serve(server.folder);
  const calls = callsOf(site.server);
  const seen = await trial.look(calls);
  const { milliseconds, damage } = await untilRepaired(site.server);
  const later = await trial.look(calls);
  return { at, answered: known, seen, repairedIn: milliseconds, problems: [...judge(known, seen, later), ...damage] };
}

function judge(answered: number | undefined, seen: Seen, later: Seen): readonly string[] {
  const said = (one: Seen): string => (typeof one === 'string' ? one : one.otherwise);
  return [
    ...(typeof seen === 'string' ? [] : [`After the start: ${seen.otherwise}.`]),
    ...(said(seen) === said(later) ? [] : [`${said(seen)} after the start, and ${said(later)} after the repair.`]),
    ...(answered === undefined || (answered < 300 && seen === 'whole')
      ? []
      : [`Answered ${answered}, and ${said(seen)}.`]),
  ];
}

function serve(folder: string): Promise<ServerProcess> {
  return serveLocal(['--open'], { folder });
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pepperText, startTestTable, type TestTable } from '../../test/support/engine.ts';
import { fillOrganization } from '../fill.ts';
import { median } from '../measure.ts';
import { conclude } from '../results.ts';
import { formatTable } from '../table.ts';
import { type Bundle, bundle, synthesizeBundles } from './bundles.ts';
import { startEnvironment } from './environment.ts';
import { type Repeated, requestOfScimmy, requestsOn } from './requests.ts';
import { putForScimmy } from './scimmy-items.ts';

const usage = `Measures each bundle as it is deployed, under the runtime of Lambda: size, start, CPU of requests.

  npm run bench:lambda -- [--starts 15]

  --starts  how often each is started

Ends with 0 where every bundle is below 420 KB, loads in less than 60 ms and takes less than 1.5 ms of CPU for a GET of one
resource, with 1 where one does not.`;

const mostBytes = 420_000;
const mostInit = 60;
const users = 1_000;

type Start = { readonly bundle: Bundle; readonly init: number };
type Work = { readonly request: Repeated; readonly milliseconds: number };

const { values } = parseArgs({
  options: { starts: { type: 'string', default: '15' }, help: { type: 'boolean', default: false } },
});

if (values.help) console.log(usage);
else await run(Number(values.starts));

async function run(starts: number): Promise<void> {
  const table = await startTestTable();
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bundles-'));
  try {
    const organization = await fillOrganization(table, {
      users,
      projects: 1,
      groupsOf: (user) => (user < 10 ? [0] : [1]),
    });
    await putForScimmy(table, organization, users);
    const empty = await bundle(folder, 'nothing', 'empty.cjs');
    const scimmy = await bundle(folder, 'scimmy', 'scimmy-on-express.mjs');
    const bundles = [...(await synthesizeBundles(folder)), scimmy];
    const variables = variablesOf(table);
    const loaded = await measureStarts(empty, bundles, variables, starts);
    const requests = [...requestsOn(organization), requestOfScimmy(organization)];
    const idle = await measureWork(empty, { ...requestOfScimmy(organization), name: 'nothing' }, variables);
    const works: Work[] = [];
    for (const request of requests) {
      const its = bundles.find(({ name }) => name === request.bundle);
      if (its === undefined) throw new Error(`There is no bundle "${request.bundle}".`);
      works.push({ request, milliseconds: (await measureWork(its, request, variables)) - idle });
    }
    print(loaded, works, idle);
    conclude('lambda', { bundles: loaded, works, idle }, missedBy(loaded, works), 'Everything is within its bounds.');
  } finally {
    await Promise.all([table.stop(), rm(folder, { recursive: true })]);
  }
}

/** What Lambda gives each function, with the engine in the place of the Region's DynamoDB. */
function variablesOf({ tableName, endpoint }: TestTable): Readonly<Record<string, string>> {
  return {
    TABLE_NAME: tableName,
    PRODUCT_NAME: 'Statsig',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    PEPPER: pepperText,
    RATE_LIMIT: '10000',
  };
}

/** How much longer each takes to start than an environment with nothing in it; all in turns. */
async function measureStarts(
  empty: Bundle,
  bundles: readonly Bundle[],
  variables: Readonly<Record<string, string>>,
  starts: number,
): Promise<readonly Start[]> {
  const times = new Map<Bundle, number[]>();
  for (let round = 0; round < starts; round += 1) {
    for (const one of [empty, ...bundles]) {
      const environment = await startEnvironment(one, variables);
      times.set(one, [...(times.get(one) ?? []), environment.startMilliseconds]);
      environment.stop();
    }
  }
  const bare = median(times.get(empty) ?? []);
  return bundles.map((one) => ({ bundle: one, init: median(times.get(one) ?? []) - bare }));
}

/** Milliseconds of CPU of one request, the runtime's own included, once the compiler has seen it as often as is measured. */
async function measureWork(
  one: Bundle,
  request: Repeated,
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const environment = await startEnvironment(one, variables);
  const send = async (from: number, count: number): Promise<void> => {
    for (let number = from; number < from + count; number += 1) {
      const answer = (await environment.invoke(request.event(number))) as { readonly statusCode?: number };
      if ((answer.statusCode ?? 500) >= 300) throw new Error(`${request.name}: ${JSON.stringify(answer)}`);
    }
  };
  try {
    await send(0, request.count);
    const before = await environment.cpuTime();
    await send(request.count, request.count);
    return ((await environment.cpuTime()) - before) / request.count;
  } finally {
    environment.stop();
  }
}

function print(loaded: readonly Start[], works: readonly Work[], idle: number): void {
  console.log('Bundles as they are deployed\n');
  const sizes = loaded.map(({ bundle: { name, bytes }, init }) => [name, (bytes / 1000).toFixed(0), init.toFixed(0)]);
  console.log(formatTable(['', 'KB', 'ms of INIT'], sizes));
  console.log('\nCPU of one request\n');
  const rows = works.map(({ request: { name, bundle: its }, milliseconds }) => [
    `${its}: ${name}`,
    milliseconds.toFixed(2),
  ]);
  console.log(formatTable(['', 'ms'], rows));
  console.log(
    `\nBoth beyond what an empty function takes: its requests take ${idle.toFixed(2)} ms of the runtime's own.`,
  );
}

function missedBy(loaded: readonly Start[], works: readonly Work[]): readonly string[] {
  const ours = loaded.filter(({ bundle: { name } }) => name !== 'scimmy');
  return [
    ...ours
      .filter(({ bundle: { bytes } }) => bytes >= mostBytes)
      .map(({ bundle: { name, bytes } }) => `${name}: ${bytes / 1000} KB, not below ${mostBytes / 1000}.`),
    ...ours
      .filter(({ init }) => init >= mostInit)
      .map(({ bundle: { name }, init }) => `${name}: loads in ${init.toFixed(0)} ms, not below ${mostInit}.`),
    ...works
      .filter(({ request: { most = Number.POSITIVE_INFINITY }, milliseconds }) => milliseconds >= most)
      .map(({ request: { name, most }, milliseconds }) => `${name}: ${milliseconds.toFixed(2)} ms, not below ${most}.`),
  ];
}

import { parseArgs } from 'node:util';
import { headLines, resultLine, summaryLines } from '../test/conformance/report.ts';
import { runSuites } from '../test/conformance/run.ts';
import { openSession } from '../test/conformance/session.ts';
import type { Outcome } from '../test/conformance/suite.ts';
import { suites } from '../test/conformance/suites.ts';

const usage = `Asks a SCIM endpoint for what the RFCs and the identity providers demand, and prints what it does.

  npm run conformance -- <base url> <key> [--suite <words>]

  <base url>  where SCIM is served, for example http://127.0.0.1:8787/scim/v2
  <key>       a SCIM key of full scope
  --suite     only the suites whose title has these words

What is made is deleted again. Cases that need groups of any name, or userNames that are no addresses, are skipped where
the organization does not allow them; "npm start -- --open" has one that does. docs/conformance.md explains the rest.
Ends with 0 where nothing failed, with 1 where something did, with 2 where it was called wrongly.`;

type Wanted = { readonly baseUrl: string; readonly key: string; readonly words: string };

function readArguments(): Wanted | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { suite: { type: 'string', default: '' }, help: { type: 'boolean', default: false } },
  });
  const [baseUrl, key] = positionals;
  if (values.help || positionals.length !== 2 || baseUrl === undefined || key === undefined) return undefined;
  if (!URL.canParse(baseUrl)) throw new Error(`"${baseUrl}" is no URL.`);
  return { baseUrl, key, words: values.suite.toLowerCase() };
}

/** Runs the suites and prints the table; true where nothing failed and nothing is left behind. */
async function run({ baseUrl, key, words }: Wanted): Promise<boolean> {
  const chosen = suites.filter(({ title }) => title.toLowerCase().includes(words));
  if (chosen.length === 0) throw new Error(`No suite has "${words}" in its title.`);
  const session = await openSession(baseUrl, key);
  let interrupted = false;
  // What was made is deleted all the same; a second Ctrl-C ends at once.
  process.once('SIGINT', () => {
    interrupted = true;
  });
  const outcomes: Outcome[] = [];
  for (const line of headLines()) console.log(line);
  const left = await runSuites(
    session,
    chosen,
    (suite, entry, outcome) => {
      outcomes.push(outcome);
      console.log(resultLine(suite, entry, outcome));
    },
    () => interrupted,
  );
  for (const line of summaryLines(outcomes, left)) console.log(line);
  return !interrupted && left.length === 0 && outcomes.every(({ result }) => result !== 'failed');
}

try {
  const wanted = readArguments();
  if (wanted === undefined) {
    console.log(usage);
    process.exitCode = process.argv.includes('--help') ? 0 : 2;
  } else {
    process.exitCode = (await run(wanted)) ? 0 : 1;
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

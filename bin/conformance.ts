import { parseArgs } from 'node:util';
import { headLines, resultLine, summaryLines, type Entry } from '../test/conformance/report.ts';
import { runSuites } from '../test/conformance/run.ts';
import { openSession } from '../test/conformance/session.ts';
import { suites } from '../test/conformance/suites.ts';

const usage = `Asks a SCIM endpoint for what the RFCs and the identity providers demand, and prints what it does.

  npm run conformance -- <base url> <key> [--domain <domain>] [--suite <words>]

  <base url>  where SCIM is served, for example http://127.0.0.1:8787/scim/v2
  <key>       a SCIM key of full scope
  --domain    a domain of the organization, for the people that the cases make up (that of its first user)
  --suite     only the suites whose title has these words

What is made is deleted again. Cases that need groups of any name, or userNames that are no addresses, are skipped where
the organization does not allow them; "npm start -- --open" has one that does. docs/conformance.md explains the rest.
Ends with 0 where nothing failed, with 1 where something did, with 2 where it was called wrongly.`;

type Wanted = { readonly baseUrl: string; readonly key: string; readonly words: string; readonly domain?: string };

function readArguments(): Wanted | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      domain: { type: 'string' },
      suite: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const [baseUrl, key] = positionals;
  if (values.help || positionals.length !== 2 || baseUrl === undefined || key === undefined) return undefined;
  if (!URL.canParse(baseUrl)) throw new Error(`"${baseUrl}" is no URL.`);
  const { domain, suite } = values;
  return { baseUrl, key, words: suite.toLowerCase(), ...(domain !== undefined && { domain }) };
}

/** Runs the suites and prints the table; true where nothing failed and nothing is left behind. */
async function run({ baseUrl, key, words, domain }: Wanted): Promise<boolean> {
  const chosen = suites.filter(({ title }) => title.toLowerCase().includes(words));
  if (chosen.length === 0) throw new Error(`No suite has "${words}" in its title.`);
  const session = await openSession(baseUrl, key, domain);
  let interrupted = false;
  // What was made is deleted all the same; a second Ctrl-C ends at once.
  process.once('SIGINT', () => {
    interrupted = true;
  });
  const entries: Entry[] = [];
  for (const line of headLines()) console.log(line);
  const left = await runSuites(
    session,
    chosen,
    (entry) => {
      entries.push(entry);
      console.log(resultLine(entry));
    },
    () => interrupted,
  );
  for (const line of summaryLines(entries, left)) console.log(line);
  return !interrupted && left.length === 0 && entries.every(({ outcome }) => outcome.result !== 'failed');
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
  console.error(error instanceof Error ? error.message : String(error));
  console.error('npm run conformance -- --help says how it is called.');
  process.exitCode = 2;
}

import { parseArgs } from 'node:util';
import { playOkta } from '../local/okta/play.ts';

const usage = `Plays what Okta sends to a SCIM endpoint, and checks every answer.

  npm run okta -- <base url> <key> [--domain example.com] [--spec]

  <base url>  where SCIM is served, for example http://127.0.0.1:8787/scim/v2
  <key>       a SCIM key of full scope
  --domain    a domain of the organization, for the people that the play makes up (default example.com)
  --spec      Okta's SPEC suite alone

The organization has generated groups, and a project without members in its Read-Only group. What the play creates it deletes again.
Ends with 0 where every answer was right, with 1 where one was wrong, with 2 where it was called wrongly.`;

function readArguments(): { baseUrl: string; key: string; domain: string; suite: 'all' | 'spec' } | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      domain: { type: 'string', default: 'example.com' },
      spec: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [baseUrl, key] = positionals;
  if (values.help || positionals.length !== 2 || baseUrl === undefined || key === undefined) return undefined;
  if (!URL.canParse(baseUrl)) throw new Error(`"${baseUrl}" is no URL.`);
  return { baseUrl, key, domain: values.domain, suite: values.spec ? 'spec' : 'all' };
}

try {
  const wanted = readArguments();
  if (wanted === undefined) {
    console.log(usage);
    process.exitCode = process.argv.includes('--help') ? 0 : 2;
  } else {
    const { wrong } = await playOkta({ ...wanted, write: console.log });
    process.exitCode = wrong.length === 0 ? 0 : 1;
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

import { given } from './connection.ts';
import { type Program, examples } from './desk.ts';
import type { Finding } from './doctor-findings.ts';
import { examine } from './doctor.ts';
import { findLocalServer } from './endpoint-file.ts';
import { misuse, refused } from './failure.ts';
import type { Surroundings } from './surroundings.ts';
import { clean, count, inStyle, pad } from './text.ts';

const styles = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

/** Adds `doctor`: what an identity provider would find. */
export function addDoctorCommand(program: Program, surroundings: Surroundings): void {
  const { variables, colours, print } = surroundings;
  program
    .command('doctor')
    .description('check a SCIM endpoint and key as Okta would, and say what to do; changes nothing')
    .option('--scim <url>', 'SCIM base URL (ROLLCALL_SCIM; that of the local server)')
    .option(
      '--scim-key <key>',
      'SCIM key, as it is typed into the identity provider; - reads it from standard input (ROLLCALL_SCIM_KEY)',
    )
    .addHelpText(
      'after',
      examples('rollcall doctor', 'rollcall doctor --scim https://scim.acme.com/scim/v2 --scim-key - < key.txt'),
    )
    .action(async ({ scim, scimKey }, command) => {
      const { data, json = false } = command.optsWithGlobals();
      const givenUrl = scim ?? given(variables['ROLLCALL_SCIM']);
      const givenKey = scimKey ?? given(variables['ROLLCALL_SCIM_KEY']);
      if (givenUrl !== undefined && givenKey === undefined) {
        throw misuse(
          'There is no SCIM key. Please give the one of this endpoint with --scim-key, or ROLLCALL_SCIM_KEY.',
        );
      }
      const local = givenUrl === undefined ? await findLocalServer(data, surroundings) : undefined;
      const key = givenKey === '-' ? (await surroundings.readInput()).replace(/\r?\n$/u, '') : givenKey;
      const wanted = { baseUrl: givenUrl ?? local?.scimBaseUrl ?? '', key: key ?? local?.scimKey };
      const findings = await examine(wanted, surroundings, (finding) => {
        if (!json) print(describe(finding, colours));
      });
      const found = (state: Finding['state']): number => findings.filter((finding) => finding.state === state).length;
      const healthy = found('fail') === 0;
      if (json) print(JSON.stringify({ healthy, findings }, undefined, 2));
      if (!healthy) throw refused(`${found('fail')} of ${count(findings.length, 'check')} failed.`);
      if (!json) print(found('warn') === 0 ? 'All is well.' : `It works; ${found('warn')} to look at.`);
    });
}

function describe({ check, state, words, advice }: Finding, colours: boolean): string {
  const line = `${inStyle(styles[state], pad(state, 4), colours)}  ${pad(check, 15)}  ${clean(words)}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(23)}${clean(advice)}`;
}

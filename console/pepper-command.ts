import { given } from './connection.ts';
import { type Program, examples } from './desk.ts';
import { isFailure, misuse, refused, unreachable } from './failure.ts';
import type { Surroundings } from './surroundings.ts';
import { type TableOptions, databaseOption, findTable, onTable, tableOption } from './table-place.ts';
import { count } from './text.ts';
import type { ProofCounts, SecretPlace, TablePlace } from './upkeep.ts';

/** What the AWS command line, and the SDK, take for the form of a secret's name. */
const secretArn = /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/u;

/** Adds `pepper`: by what the SCIM keys of a table are proven, before and after the secret is rotated. */
export function addPepperCommand(program: Program, surroundings: Surroundings): void {
  const { print } = surroundings;
  program
    .command('pepper')
    .description('count the SCIM keys that the pepper proves, and those that still rest on the one before its rotation')
    .option('--renew', 'prove those by the present one, so that the one before is needed no more')
    .option('--secret <arn>', 'the secret: the output PepperSecretArn of the data stack (ROLLCALL_PEPPER_SECRET)')
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText(
      'after',
      examples('rollcall pepper --secret arn:aws:secretsmanager:… --table rollcall-…', 'rollcall pepper --renew'),
    )
    .action(async ({ renew = false, secret }, command) => {
      const options = command.optsWithGlobals();
      const counts = await countKeys(options, findSecret(secret, surroundings), renew, surroundings);
      const done = renew ? { ...counts, current: counts.current + counts.previous, previous: 0 } : counts;
      if (options.json === true) print(JSON.stringify({ ...done, renewed: renew ? counts.previous : 0 }, undefined, 2));
      else for (const line of describe(counts, renew)) print(line);
      const lost = counts.other + counts.none;
      if (lost > 0) {
        throw refused(
          `${count(lost, 'SCIM key')} ${lost === 1 ? 'is' : 'are'} proven by neither, and no longer taken. Please put the ` +
            'secret back that proves them, or have them made anew (docs/keys.md).',
        );
      }
    });
}

async function countKeys(
  options: TableOptions,
  secret: SecretPlace,
  renew: boolean,
  surroundings: Surroundings,
): Promise<ProofCounts> {
  const place: TablePlace = await findTable(options, surroundings);
  return onTable(place, async () => {
    const proofs = await surroundings.upkeep.openProofs(place, secret);
    try {
      return await proofs.count({ renew });
    } catch (error) {
      throw ofSecret(error) ?? error;
    } finally {
      proofs.close();
    }
  });
}

/** What is said of the secret already is a sentence for whoever calls the command. */
function ofSecret(error: unknown): unknown {
  if (!(error instanceof Error) || isFailure(error)) return undefined;
  const cause = error.cause instanceof Error ? error.cause : error;
  const sentence = [error, cause].map(({ message }) => message).find((words) => /pepper of the SCIM keys/u.test(words));
  return sentence === undefined ? undefined : unreachable(sentence, error);
}

function findSecret(option: string | undefined, { variables }: Surroundings): SecretPlace {
  const arn = option ?? given(variables['ROLLCALL_PEPPER_SECRET']);
  if (arn === undefined) {
    throw misuse(
      'Which secret? Please give the ARN that the output PepperSecretArn of the data stack tells with --secret.',
    );
  }
  if (!secretArn.test(arn)) throw misuse(`"${arn}" is no ARN of a secret. Please give the output PepperSecretArn.`);
  const endpoint = given(variables['AWS_ENDPOINT_URL_SECRETS_MANAGER']) ?? given(variables['AWS_ENDPOINT_URL']);
  return { arn, ...(endpoint !== undefined && { endpoint }) };
}

function describe({ current, previous, other, none }: ProofCounts, renewed: boolean): readonly string[] {
  const before = renewed ? 'were proven by the one before, and are now by the present one' : 'by the one before';
  return [
    `${count(current, 'SCIM key')} proven by the present pepper`,
    `${count(previous, 'SCIM key')} ${before}`,
    ...(other + none > 0 ? [`${count(other + none, 'SCIM key')} by neither`] : []),
    ...(renewed || previous === 0
      ? ['The secret may be rotated again.']
      : ['Please renew them with --renew, or wait until they have been used, before the secret is rotated again.']),
  ];
}

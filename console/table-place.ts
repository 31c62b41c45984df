import type { ConnectionOptions } from './connection.ts';
import { given } from './connection.ts';
import { findLocalServer } from './endpoint-file.ts';
import { type Failure, isFailure, misuse, refused, unreachable } from './failure.ts';
import type { Surroundings } from './surroundings.ts';
import type { TablePlace } from './upkeep.ts';

/** The options that say which table is meant. */
export const tableOption = [
  '--table <name>',
  'name of the table: the output TableName of the data stack (ROLLCALL_TABLE)',
] as const;
export const databaseOption = [
  '--database <url>',
  'another DynamoDB than that of the region (DYNAMODB_ENDPOINT)',
] as const;

/** What the options say about the table, those of every command among them. */
export type TableOptions = Pick<ConnectionOptions, 'data' | 'profile' | 'region'> & {
  readonly table?: string | undefined;
  readonly database?: string | undefined;
};

/** Finds the table: as options say, else as the variables do, else that of the local server. */
export async function findTable(options: TableOptions, surroundings: Surroundings): Promise<TablePlace> {
  const { variables } = surroundings;
  const tableName = options.table ?? given(variables['ROLLCALL_TABLE']);
  const endpoint = options.database ?? given(variables['DYNAMODB_ENDPOINT']);
  if (tableName === undefined) {
    if (options.database !== undefined) throw misuse('Which table? Please name it with --table.');
    const { databaseEndpoint, tableName: name } = await findLocalServer(options.data, surroundings);
    return { tableName: name, endpoint: databaseEndpoint };
  }
  if (endpoint !== undefined && !/^https?:$/u.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw misuse(`"${endpoint}" is no URL. Please give the URL of a DynamoDB: http://127.0.0.1:8000.`);
  }
  const region = options.region ?? given(variables['AWS_REGION']) ?? given(variables['AWS_DEFAULT_REGION']);
  return {
    tableName,
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(options.profile !== undefined && { profile: options.profile }),
  };
}

const credentialErrors = [
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
];

/** Runs what works on a table; what the database says against it is told in words. */
export async function onTable<Result>(place: TablePlace, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isFailure(error) ? error : (explain(place, error) ?? error);
  }
}

function explain({ tableName, endpoint, region }: TablePlace, error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const where = endpoint ?? region ?? 'the region of the profile';
  if (error.name === 'ResourceNotFoundException') {
    return refused(
      `There is no table "${tableName}" at ${where}. Please give its name with --table, and its --region.`,
    );
  }
  if (error.name === 'AccessDeniedException') {
    return unreachable(
      `AWS refuses the table ${tableName}: ${error.message} Please use a principal that may read and write it.`,
      error,
    );
  }
  if (credentialErrors.includes(error.name)) {
    return unreachable(
      `AWS takes no credentials: ${error.message.replace(/\.?\s*$/u, '')}. Please log in, or choose others with --profile.`,
      error,
    );
  }
  if (error.message === 'Region is missing') {
    return unreachable('No region is known. Please give the one of the table with --region.', error);
  }
  // A database that does not answer is waited for, and then is called busy.
  if ('status' in error && error.status === 503) {
    return unreachable(
      `The table ${tableName} at ${where} does not answer. Please check the address, and try again.`,
      error,
    );
  }
  return undefined;
}

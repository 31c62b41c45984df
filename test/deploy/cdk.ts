import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, lastWords, runCommand } from './run-command.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** The stacks of the development environment. */
const stacks = 'rollcall-development/*';

/** What the stacks tell, whichever of them does. */
export type Outputs = { readonly scimBaseUrl: string; readonly adminBaseUrl: string; readonly tableName: string };

/** A deployment as it ended. */
export type Deployed = { readonly outputs: Outputs; readonly text: string };

/** The CDK command line on the app of this repository. */
export type Cdk = {
  bootstrap(): Promise<void>;
  /** Deploys the development environment with these settings in the place of its own. */
  deploy(settings: object): Promise<Deployed>;
  /** Destroys what was deployed last, as far as it lets itself be destroyed. */
  destroy(): Promise<Ended>;
};

/** Opens the command line; its files are in the folder, and `place` is an account with its Region. */
export function openCdk(environment: NodeJS.ProcessEnv, folder: string, place: string): Cdk {
  const app = [process.execPath, join(import.meta.dirname, 'app.ts')].join(' ');
  const file = join(folder, 'outputs.json');
  const assembly = join(folder, 'cdk.out');
  const runCdk = (args: readonly string[], settings: object): Promise<Ended> =>
    runCommand([process.execPath, program, ...args, '--ci', '--no-color'], {
      folder: root,
      environment: { ...environment, DEPLOY_TEST_SETTINGS: JSON.stringify(settings) },
    });
  const run = (args: readonly string[], settings: object): Promise<Ended> =>
    runCdk([...args, '--app', app, '--output', assembly], settings);
  return {
    bootstrap: async () => {
      succeed(await run(['bootstrap', place], {}));
    },
    deploy: async (settings) => {
      const ended = await run(['deploy', stacks, '--require-approval', 'never', '--outputs-file', file], settings);
      succeed(ended);
      return { text: ended.out, outputs: readOutputs(await readFile(file, 'utf8')) };
    },
    // As it was synthesized for its deployment.
    destroy: () => runCdk(['destroy', stacks, '--force', '--app', assembly], {}),
  };
}

function succeed(ended: Ended): void {
  if (ended.code !== 0) throw new Error(lastWords(ended));
}

function readOutputs(text: string): Outputs {
  const byStack = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const all = Object.assign({}, ...Object.values(byStack)) as Readonly<Record<string, string>>;
  const { ScimBaseUrl: scim, AdminBaseUrl: admin, TableName: tableName } = all;
  if (scim === undefined || admin === undefined || tableName === undefined) {
    throw new Error(`The stacks do not tell where they are: ${text}`);
  }
  return { scimBaseUrl: asCalled(scim), adminBaseUrl: asCalled(admin), tableName };
}

/** The URL as AWS would give it: the emulator names its own scheme and port in it. */
function asCalled(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `https://${hostname}${pathname}`;
}

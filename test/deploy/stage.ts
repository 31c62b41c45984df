import type { Account } from './account.ts';
import type { Cdk, Outputs } from './cdk.ts';
import type { Rollcall } from './rollcall.ts';
import type { Scim } from './scim.ts';
import type { Steps } from './steps.ts';

/** What the play needs. */
export type Stage = {
  readonly steps: Steps;
  readonly cdk: Cdk;
  readonly account: Account;
  readonly emulatorPort: number;
  /** The variables of whoever calls AWS and deployments over TLS, as root. */
  readonly environment: NodeJS.ProcessEnv;
};

/** A deployment with a customer. */
export type Customer = { readonly outputs: Outputs; readonly rollcall: Rollcall; readonly scim: Scim };

/** A list as the command line prints it in JSON. */
export type List = { readonly items: readonly object[] };

import type { Context as LambdaContext } from 'aws-lambda';
import type { Notice } from '#domain/context.ts';
import type { Organization } from '#domain/organization.ts';
import type { AdminInput } from './admin-input.ts';
import type { AdminOperation } from './admin-operation.ts';
import type { Stamp } from './exchange.ts';
import type { Measurement } from './measured.ts';
import type { InputFault } from './problem.ts';

/** Who calls the Console, and for whom. */
export type AdminCaller = { readonly actor: string; readonly onBehalfOf?: string };

/** What the steps of the admin stack find out about one request and leave for the next. */
export type AdminExchange = {
  readonly startedAt: number;
  /** Undefined where no operation has the request's path and method. */
  readonly operation: AdminOperation | undefined;
  readonly stamp: Stamp;
  readonly notices: Notice[];
  caller?: AdminCaller;
  organization?: Organization;
  input?: AdminInput;
  /** What made the request a 400. */
  inputFaults?: readonly InputFault[];
};

/** The invocation as Lambda describes it, with the exchange that the stack puts there. */
export type AdminInvocation = LambdaContext & Measurement & { adminExchange?: AdminExchange };

/** The exchange of a request. */
export function exchangeOf(invocation: AdminInvocation): AdminExchange {
  if (invocation.adminExchange === undefined) throw new Error('The exchange of this request was never opened.');
  return invocation.adminExchange;
}

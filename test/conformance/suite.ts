import { isArray, isObject } from '../../lambdas/scim/json.ts';
import type { Session } from './session.ts';

/** What is asked of an endpoint by one RFC section or one client. */
export type Suite = {
  readonly title: string;
  /** Where the demands come from. */
  readonly source: string;
  /** In this order; a case may build on what an earlier one has left. */
  readonly cases: readonly Case[];
};

/** One demand. */
export type Case = {
  readonly name: string;
  /** The paragraph, step or report that makes the demand, and the rule of docs/rules.md that it proves. */
  readonly proves: string;
  /** Gives the reason where the case cannot be run in this organization. */
  readonly needs?: Need;
  /** Resolves where the endpoint does what is asked, and rejects with an AssertionError that says what differs. */
  run(session: Session): Promise<void>;
  /** What the endpoint does instead, on purpose. */
  readonly deviation?: Deviation;
};

/** Why a case is skipped; undefined where it can be run. */
export type Need = (session: Session) => string | undefined;

/** A demand that is not met because another one, or a rule, stands against it (docs/conformance.md). */
export type Deviation = {
  readonly reason: string;
  /** Resolves where the endpoint does what it does on purpose. */
  run(session: Session): Promise<void>;
};

/** How a case went. */
export type Outcome = {
  readonly result: 'passed' | 'failed' | 'deviation' | 'skipped';
  /** What differed, or why it was not run. */
  readonly what: string;
};

/** Groups of any name can be made. */
export const openGroups: Need = ({ groupsRefusal }) => groupsRefusal;

/** A userName need not be an email address. */
export const anyUserName: Need = ({ userNameRefusal }) => userNameRefusal;

/** The first user in the list has what Okta's suite presupposes: a full name and an email address. */
export const wholeFirstUser: Need = ({ firstUser: { name, emails } }) =>
  isObject(name) && name['givenName'] !== undefined && name['familyName'] !== undefined && isArray(emails)
    ? undefined
    : 'The first user of the organization has no full name or no email address, and the suite looks at that user.';

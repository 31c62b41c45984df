import type * as z from 'zod/mini';
import type { ChangeView } from '#domain/change.ts';
import type { Console, ConsoleDesk, Settled } from '#domain/console.ts';

/** What the paths of operations begin with. */
export const adminPrefix = '/admin/v1';

/** The parts of the reference that operations are listed in. */
export const adminTags = [
  'Organizations',
  'Projects',
  'Roles',
  'Teams',
  'Members',
  'Owner',
  'Groups',
  'Keys',
  'Activity',
  'Changes',
] as const;

/** The statuses of answers that are no problem. */
export type AdminStatus = 200 | 201 | 202 | 204;

/** What an operation answers, before it is a response. `location` is a path below the prefix. */
export type AdminAnswer = { readonly status: AdminStatus; readonly body?: object; readonly location?: string };

/** What an operation takes and gives, for whoever checks requests and whoever describes them. */
export type AdminDescription<Query, Body> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the prefix, with variables: `/organizations/{org}/projects/{id}`. */
  readonly path: string;
  /** The operation's name in OpenAPI, and for whoever makes a client of it. */
  readonly operationId: string;
  readonly tag: (typeof adminTags)[number];
  readonly summary: string;
  readonly description?: string;
  /** The parameters of the query, each from its text; where there is none, none are taken. */
  readonly query?: z.ZodMiniType<Query>;
  /** The JSON body; where there is none, none is read. */
  readonly body?: z.ZodMiniType<Body>;
  /** True where a request without a body means an empty object. */
  readonly mayLackBody?: boolean;
  /** The body of each answer that is no problem; null where there is none. */
  readonly answers: Readonly<Partial<Record<AdminStatus, z.ZodMiniType | null>>>;
  /** The statuses of the problems of its own, beside those that every operation may answer. */
  readonly problems: readonly (403 | 404 | 409 | 413)[];
};

/** What every operation is told: the query and the body as its schemas read them, and the variable `{id}`. */
type AdminRequest<Query, Body> = { readonly query: Query; readonly body: Body; readonly id: string };

/** An operation where no organization is named. */
export type DeskOperation<Query = unknown, Body = unknown> = AdminDescription<Query, Body> & {
  readonly scope: 'desk';
  answer(desk: ConsoleDesk, request: AdminRequest<Query, Body>): Promise<AdminAnswer>;
};

/** An operation in the organization that `{org}` names. */
export type OrganizationOperation<Query = unknown, Body = unknown> = AdminDescription<Query, Body> & {
  readonly scope: 'organization';
  /** True where it answers for an organization too that was removed. */
  readonly evenRemoved?: boolean;
  answer(console: Console, request: AdminRequest<Query, Body>): Promise<AdminAnswer>;
};

/** One method of one path of the admin API. */
export type AdminOperation = DeskOperation | OrganizationOperation;

/** Where an operation is. */
export type AdminPlace = Pick<AdminOperation, 'method' | 'path'>;

/** Defines an operation where no organization is named. */
export function deskOperation<Query = undefined, Body = undefined>(
  operation: Omit<DeskOperation<Query, Body>, 'scope'>,
): AdminOperation {
  return { ...operation, scope: 'desk' };
}

/** Defines an operation below `/organizations/{org}`; `path` goes on from there. */
export function organizationOperation<Query = undefined, Body = undefined>(
  operation: Omit<OrganizationOperation<Query, Body>, 'scope'>,
): AdminOperation {
  return { ...operation, path: `/organizations/{org}${operation.path}`, scope: 'organization' };
}

/** 201 with what was created, and where it is from now on. */
export function created(body: object, location: string): AdminAnswer {
  return { status: 201, body, location };
}

/** What a change came to: 200 with its value, 204 where it has none, or 202 with what goes on (`…/changes/{id}`). */
export function settled(console: Console, outcome: Settled<object | undefined>): AdminAnswer {
  if (!outcome.done) return underWay(console, outcome.change);
  return outcome.value === undefined ? { status: 204 } : { status: 200, body: outcome.value };
}

/** Where something of an organization is, below the prefix. */
export function placeOf({ organization }: Pick<Console, 'organization'>, path: string): string {
  return `/organizations/${organization.id}${path}`;
}

function underWay(console: Console, change: ChangeView): AdminAnswer {
  return { status: 202, body: change, location: placeOf(console, `/changes/${change.id}`) };
}

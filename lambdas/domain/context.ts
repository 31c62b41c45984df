import type { Json, JsonObject } from '#scim/json.ts';
import type { ResourceType } from '#scim/attribute.ts';
import type { PageCursors } from '#scim/messages.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Operation } from '#scim/patch.ts';
import type { Selection } from '#scim/project.ts';
import type { Precondition } from '#scim/version.ts';
import type { Directory } from './directory.ts';
import type { Organization } from './organization.ts';
import type { Product } from './product.ts';

/** Something that the request did not refuse, and that its administrator should be able to read later. */
export type Notice =
  | {
      readonly kind: 'membersSkipped';
      readonly groupId: string;
      readonly ids: readonly string[];
      readonly count: number;
    }
  | { readonly kind: 'groupNameKept'; readonly groupId: string };

/** One request of one organization, as the use cases need it. */
export type Context = {
  readonly organization: Organization;
  readonly directory: Directory;
  readonly product: Product;
  /** What locations begin with, without a slash at the end: `https://scim.example.com/scim/v2`. */
  readonly baseUrl: string;
  now(): Date;
  newId(): string;
  /** The organization as stored now: a refusal never rests on the copy in memory. */
  refreshOrganization(): Promise<Organization>;
  notice(notice: Notice): void;
};

/** A page of a list (RFC 7644 §3.4.2); cursors where pages are asked by cursor and there are such (RFC 9865 §2). */
export type ResourcePage = PageCursors & { readonly resources: readonly JsonObject[]; readonly totalResults: number };

/**
 * What the protocol may ask of one kind of resource. Resources come back whole, with `meta.location` and
 * `meta.version`; projection is the protocol's. Refusals are thrown as ScimError.
 */
export type ResourceUseCases = {
  resourceType(context: Context): ResourceType;
  create(context: Context, body: Json): Promise<JsonObject>;
  read(context: Context, id: string, selection: Selection): Promise<JsonObject>;
  replace(
    context: Context,
    id: string,
    body: Json,
    precondition: Precondition,
    selection: Selection,
  ): Promise<JsonObject>;
  /** The changed resource; `selection` undefined: nothing needs to be read for the answer. */
  patch(
    context: Context,
    id: string,
    operations: readonly Operation[],
    precondition: Precondition,
    selection: Selection | undefined,
  ): Promise<JsonObject | undefined>;
  remove(context: Context, id: string, precondition: Precondition): Promise<void>;
  list(context: Context, query: ListQuery, selection: Selection): Promise<ResourcePage>;
};

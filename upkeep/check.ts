import type { UsersInTransit } from '#domain/directory.ts';
import type { NamePrefix } from '#domain/group-names.ts';
import type { Structure } from '#domain/structure.ts';
import type { Attributes } from '#storage/item.ts';
import type { Key } from '#storage/keys.ts';
import type { Session } from '#storage/session.ts';
import type { Suspicion } from './finding.ts';

/** How a table is verified. */
export type VerifySettings = {
  /** What the product puts before the names of groups. */
  readonly product: NamePrefix;
  /** False where no worker is at the stream: what only it writes is not missed then. */
  readonly worker: boolean;
};

/** The surroundings of an item at one moment, all of them read after it. */
export type Look = VerifySettings & {
  readonly session: Session;
  readonly organization: string;
  readonly now: number;
  /** Whose memberships are to be read how; read before the item. */
  readonly transit: UsersInTransit;
  /** One of the items that the check needs, as `read` understands it. */
  find<Value>(key: Key, read: (item: Attributes) => Value): Value | undefined;
  /** Others, of which only what was found tells that they are needed. */
  read(keys: readonly Key[]): Promise<ReadonlyMap<string, Attributes>>;
  structure(): Promise<Structure>;
};

/** What is wrong about an item. */
export type Judgement = readonly Suspicion[] | Promise<readonly Suspicion[]>;

/** How items of one type are checked. */
export type Check<Value> = {
  /** The codec; what it throws is a finding. */
  read(item: Attributes): Value;
  /** Where the item belongs. */
  place?(value: Value, organization: string): Key | undefined;
  /** The items that are read with it, many at a time. */
  needs?(value: Value, look: Pick<Look, 'organization' | 'worker' | 'session'>, item: Attributes): readonly Key[];
  judge(value: Value, look: Look, item: Attributes): Judgement;
};

/** A key as one text. */
export function textOf({ PK, SK }: Attributes): string {
  return `${String(PK)} ${String(SK)}`;
}

/** Nothing is wrong. */
export const nothingWrong: readonly Suspicion[] = [];

/** The suspicions of those conditions that hold. */
export function suspect(...cases: readonly (readonly [wrong: boolean, suspicion: Suspicion])[]): readonly Suspicion[] {
  return cases.flatMap(([wrong, suspicion]) => (wrong ? suspicion : []));
}

import type { Activity, ActivityOutcome } from './activity.ts';
import type { ActivityPage } from './activity-pages.ts';
import type { Bookmark } from './bookmark.ts';
import type { ChangeView, NewChange } from './change.ts';
import type { Counts, Start } from './counts.ts';
import type { NameHolder } from './generated-names.ts';
import type { GivenRole, Group, Member } from './group.ts';
import type { KeyRecord } from './key.ts';
import type { Organization, OrganizationPlace, Ownership } from './organization.ts';
import type { RequestCount } from './rate.ts';
import type { Structure, StructureEvent, StructurePart, Team } from './structure.ts';
import type { Standing, User } from './user.ts';

/**
 * How a conditional write ended. `stale`: something that the decision rests on has changed; read again and decide
 * again. `nameTaken`: a name that must be unique belongs to somebody else. `ownerMoved`: another transfer was first.
 * `gone`: the group was deleted meanwhile, and what was written to it has been taken back.
 */
export type Outcome = 'written' | 'stale' | 'nameTaken' | 'ownerMoved' | 'gone';

/**
 * A change of one user, as the state read and the state wanted; the store writes the difference in one transaction, which
 * from then on every reader sees whole: of many memberships it says there what becomes of them.
 */
export type UserChange = {
  readonly before: User;
  readonly after: User;
  /** Written only while neither half has changed; otherwise only the halves that it writes must not have. */
  readonly whole?: boolean;
  /** A replacement of the owner (O3): `after` is the new owner's, `previous` the old owner's standing. */
  readonly transfer?: {
    readonly before: Ownership;
    readonly after: Ownership;
    readonly previous: { readonly before: Standing; readonly after: Standing };
  };
};

/** A change of a group's members and of its own attributes, all or nothing (G8). */
export type GroupChange = {
  readonly before: Group;
  /** The attributes wanted; `version` is the store's to raise. */
  readonly after: Group;
  /** Standings, as read, of users to add: the active ones as members, the inactive ones as waiting. */
  readonly add: readonly Standing[];
  /** Standings, as read, of users to take out. */
  readonly remove: readonly Standing[];
  /** Members, as read, to take out by a replacement of so many that it is journaled. */
  readonly leave?: readonly Member[];
  /** True for replacements and for If-Match: written only while the group is at `before.version`. */
  readonly exclusive: boolean;
};

/** A log of activities: what was done, what requests noted themselves, or all on one target. */
export type ActivityLogName = 'done' | 'noted' | { readonly target: string };

/** What is read of a log of activities, newest first. */
export type ActivityRead = {
  readonly log: ActivityLogName;
  readonly limit: number;
  /** Only what is older than this place. */
  readonly before?: string;
  /** From one moment to another (ISO 8601), the latter not included. */
  readonly from?: string;
  readonly to?: string;
  readonly outcome?: ActivityOutcome;
  /** Who acted, or for whom. */
  readonly actor?: string;
};

/** Where the neighbours of an id are. */
export type Side = 'after' | 'before';

/** Users found by what they are called, with the place of each in what was looked through; `next` where there is more. */
export type FoundUsers = {
  readonly found: readonly { readonly user: User; readonly place: readonly string[] }[];
  readonly next?: readonly string[];
};

/** From one moment to another (ISO 8601), both included; open where one is missing. */
export type Span = { readonly from?: string; readonly to?: string };

/**
 * Users whose memberships, seen from the groups, are not yet what their standings say. Those of an epoch below `left` are
 * none any more; those that wait and are of the epoch `entered` are in effect. What is said here holds for good, so that
 * it may be read at any moment before the members.
 */
export type UsersInTransit = ReadonlyMap<string, { readonly left?: number; readonly entered?: number }>;

/** What somebody has read of users of late. */
export type KnownStandings = ReadonlyMap<string, Pick<Standing, 'epoch' | 'active'>>;

/** What is kept of a batch that was read. */
export type Select<Item, Match> = (batch: readonly Item[]) => Promise<readonly Match[]>;

/**
 * The store of one organization: whatever belongs to another does not exist here (T1). All reads but one are
 * strongly consistent. Every method may throw a ScimError 503 where the database stays busy past the deadline.
 */
export type Directory = {
  /** The projects, roles and teams as of now; the copy in memory serves while its version holds. */
  structure(): Promise<Structure>;
  owner(): Promise<Ownership>;

  /** Writes `after`, whose revision is higher, while the organization is there and has the revision of `before`. */
  changeOrganization(before: Organization, after: Organization): Promise<Extract<Outcome, 'written' | 'stale'>>;
  /**
   * Writes `after`, which says when the organization was removed, under the same condition, and the change that erases
   * everything of it.
   */
  removeOrganization(
    before: Organization,
    after: Organization,
    change: Omit<NewChange, 'work'>,
  ): Promise<Extract<Outcome, 'written' | 'stale'>>;
  /** The SCIM keys, in no order; of those that have ended some are no longer known. */
  keys(): Promise<readonly KeyRecord[]>;
  keyById(id: string): Promise<KeyRecord | undefined>;
  createKey(key: KeyRecord): Promise<void>;
  /** Writes another hash or a deactivation, for every key that `after` names, while the key is as in `before` (T2). */
  changeKey(before: KeyRecord, after: KeyRecord): Promise<Extract<Outcome, 'written' | 'stale'>>;

  /** A part of a log in one call: short, or empty with an end, where what is asked is rare. */
  activities(read: ActivityRead): Promise<ActivityPage>;
  /** The newest entries on a user, group, project, role, team or key. */
  activityOf(targetId: string, limit: number): Promise<readonly Activity[]>;

  user(id: string): Promise<User | undefined>;
  /** Those of the ids that exist, in the order of their ids, each once. */
  users(ids: readonly string[]): Promise<readonly User[]>;
  /** The standings of those ids that exist. */
  standings(ids: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  /** The user of that name, case ignored. */
  userIdByName(userName: string): Promise<string | undefined>;
  userIdsByExternalId(externalId: string): Promise<readonly string[]>;
  /** Users with that address among their emails, case ignored. */
  userIdsByEmail(address: string): Promise<readonly string[]>;
  /**
   * Ids of users whose name begins so, case ignored: at most `limit` and one more, which says that there are more. Of a
   * prefix above 797 bytes only the beginning counts: whoever asks reads them and looks.
   */
  userIdsByNamePrefix(prefix: string, limit: number): Promise<readonly string[]>;
  /**
   * Users whose userName, an email address or whose name ("given family" or "family given") begins so, case ignored:
   * each once, after the place given, `limit` or more of them or fewer, where there are more to look through. Whoever
   * is found by a name alone is found once the worker has written it, normally within a second.
   */
  usersByPrefix(prefix: string, after: readonly string[], limit: number): Promise<FoundUsers>;
  /**
   * Ids of users that may have been changed in this span, more than that at times: whoever asks reads them and looks.
   * At most `limit` and one more. The only read that is not strongly consistent: a change is found once the index has
   * it, normally within a second. Nothing may be decided by it.
   */
  userIdsByModification(span: Span, limit: number): Promise<readonly string[]>;
  /** How many users there are, by the beginnings of their ids. */
  userCounts(): Promise<Counts>;
  /** `limit` users from there on, in the order of their ids. */
  usersFrom(start: Start, limit: number): Promise<readonly User[]>;
  /** `limit` users next to `id`, which need not exist, in the order of ids; without `id` the first or the last ones. */
  usersBeside(id: string | undefined, side: Side, limit: number): Promise<readonly User[]>;
  /**
   * Reads every user and joins what `select` makes of each batch, in the order of ids. `tooMany`, with nothing read,
   * where there are more than `limit`.
   */
  scanUsers<Match>(limit: number, select: Select<User, Match>): Promise<readonly Match[] | 'tooMany'>;
  createUser(user: User): Promise<Extract<Outcome, 'written' | 'nameTaken'>>;
  changeUser(change: UserChange): Promise<Exclude<Outcome, 'gone'>>;
  removeUser(user: User): Promise<Extract<Outcome, 'written' | 'stale'>>;

  group(id: string): Promise<Group | undefined>;
  /** Those of the ids that exist. */
  groups(ids: readonly string[]): Promise<ReadonlyMap<string, Group>>;
  /** The ordinary group of that name, case and white space ignored; generated names are the structure's to know. */
  ordinaryGroupIdByName(name: string): Promise<string | undefined>;
  /** As `userCounts`, over the ordinary groups: which ids are generated says the structure. */
  groupCounts(): Promise<Counts>;
  /** As `usersFrom`, over the groups that exist in `structure` and the ordinary ones. */
  groupsFrom(structure: Structure, start: Start, limit: number): Promise<readonly Group[]>;
  /** Where the walks of the key that asks go on with a question at these startIndexes (P4); ended bookmarks too. */
  bookmarks(question: string, startIndexes: readonly number[]): Promise<ReadonlyMap<number, Bookmark>>;
  /** Writes a bookmark in the place of the one that was read there, `before`. */
  putBookmark(
    question: string,
    startIndex: number,
    bookmark: Bookmark,
    before: Bookmark | undefined,
  ): Promise<Extract<Outcome, 'written' | 'stale'>>;
  /** As `usersBeside`, over the groups that exist in `structure` and the ordinary ones. */
  groupsBeside(structure: Structure, id: string | undefined, side: Side, limit: number): Promise<readonly Group[]>;
  /** As `scanUsers`, over the groups that exist in `structure` and the ordinary ones. */
  scanGroups<Match>(
    structure: Structure,
    limit: number,
    select: Select<Group, Match>,
  ): Promise<readonly Match[] | 'tooMany'>;
  /** Best read beside the groups whose members are wanted. */
  usersInTransit(): Promise<UsersInTransit>;
  /** Groups of which a change of the members is committed and not yet applied, so that standings do not have it yet. */
  groupIdsInTransit(): Promise<readonly string[]>;
  /** Changes of groups' members that are committed, not yet applied, and name this user. */
  memberChangesNaming(userId: string): Promise<readonly string[]>;
  /**
   * The members of a group as it was read, waiting ones included, in the order of their ids: those that committed changes
   * leave it, also where they are not yet applied (G8). Who is in transit is read before, one call more, where it is not
   * given. Standings that are `known` of late need not be read again.
   */
  members(group: Group, transit?: UsersInTransit, known?: KnownStandings): Promise<readonly Member[]>;
  /** As `members`, all as of one instant: reads until two readings agree. */
  membersAtOnce(group: Group): Promise<readonly Member[]>;
  /** `limit` members, waiting ones included, after a user id, which need not be a member's; else the first ones. */
  membersAfter(
    group: Group,
    userId: string | undefined,
    limit: number,
    transit?: UsersInTransit,
  ): Promise<readonly Member[]>;
  /** Written from the answer on for every reader, however many members change: many are applied by and by. */
  changeGroup(change: GroupChange): Promise<Exclude<Outcome, 'ownerMoved'>>;
  /** Writes which roles an ordinary group gives (G10); its version stays. */
  mapGroup(groupId: string, roles: readonly GivenRole[]): Promise<Extract<Outcome, 'written' | 'gone'>>;

  /** Creates an ordinary group with its members (G10). */
  createOrdinaryGroup(
    group: Group,
    members: readonly Standing[],
  ): Promise<Extract<Outcome, 'written' | 'stale' | 'nameTaken'>>;
  removeOrdinaryGroup(group: Group): Promise<Extract<Outcome, 'written' | 'stale'>>;

  /**
   * The structure's changes. Each is written only while the structure is at `structure.version`, which it raises. That
   * no two generated names are the same is decided by the structure; `nameTaken`: an ordinary group has one of them.
   */
  putPart(
    structure: Structure,
    change: PartChange,
  ): Promise<Extract<Outcome, 'written' | 'stale' | 'nameTaken'> | 'begun'>;
  /** Takes a part away with its groups, which exist for no reader from then on; the change then has to be worked on. */
  removePart(structure: Structure, removal: PartRemoval): Promise<Extract<Outcome, 'written' | 'stale'>>;
  /** Creates the team with its groups and the members of one of them; or, for a team that exists, a deleted group again. */
  putTeam(
    structure: Structure,
    team: Team,
    groups: readonly NamedGroup[],
    members: { readonly groupId: string; readonly add: readonly Standing[] },
  ): Promise<Extract<Outcome, 'written' | 'stale' | 'nameTaken'>>;
  /**
   * Takes groups of a team away: they exist for no reader from the answer on, and their memberships are swept.
   * `team` is the team without them; undefined removes the team itself.
   */
  removeTeamGroups(
    structure: Structure,
    removal: { readonly teamId: string; readonly team: Team | undefined; readonly groups: readonly NamedGroup[] },
  ): Promise<Extract<Outcome, 'written' | 'stale'>>;
  /** One of the names that an ordinary group has; undefined where there is none. */
  ordinaryGroupName(names: readonly string[]): Promise<string | undefined>;
  /**
   * Gives up the reservation of a name that no group of this structure generates: an earlier change left it, or one that
   * goes on now rests on it and is stale then.
   */
  freeGroupName(structure: Structure, name: string): Promise<void>;
  /** A change that outlasts its request, until 30 days after its end. */
  change(id: string): Promise<ChangeView | undefined>;
  /** Works on a change until it is done, or until the moment has come (milliseconds since 1970). */
  continueChange(id: string, until: number): Promise<ChangeView>;
};

/** A new or changed project, role or team. */
export type PartChange = {
  readonly part: StructurePart;
  readonly did: StructureEvent['kind'];
  /** Groups that are new with it. */
  readonly groups: readonly Group[];
  readonly gained: readonly NameHolder[];
  readonly lost: readonly string[];
  /** Begun, and then the outcome, where not all lost names can be freed in the same transaction. */
  readonly change: NewChange;
};

/** The end of a project, role or team. */
export type PartRemoval = {
  readonly part: StructurePart;
  readonly lost: readonly string[];
  readonly change: NewChange;
};

/** A group with the name it displays, for writes that reserve or free the name. */
export type NamedGroup = { readonly group: Group; readonly name: string };

/** What is stored for all organizations together: keys, organizations, and the door to each directory. */
export type Registry = {
  /** The key of that hash; of a key that another one took the place of `expiresAt` is the end of its grace (T2). */
  key(hash: string): Promise<KeyRecord | undefined>;
  /** The organization; one that was removed is no longer there. */
  organization(id: string): Promise<Organization | undefined>;
  /** As `organization`, and also one that was removed, as long as it can be followed how it is erased. */
  organizationEvenRemoved(id: string): Promise<Organization | undefined>;
  /**
   * Organizations in the order of their folded names, then of their ids: at most `limit` after a place, where nobody
   * need be; `last` where there are more.
   */
  organizations(
    limit: number,
    after?: OrganizationPlace,
  ): Promise<{ readonly organizations: readonly Organization[]; readonly last?: OrganizationPlace }>;
  /** Writes an organization with its owner, in one transaction (O1). */
  createOrganization(organization: Organization, owner: User, request: RequestStamp): Promise<void>;
  /** Writes when the key was last used (ISO 8601). */
  keyUsed(key: KeyRecord, at: string): Promise<void>;

  /**
   * Notes in the activity log what was refused or left out; what a request did is read from what it wrote. Throws
   * where that has not been possible until `deadline` (milliseconds since 1970).
   */
  noteActivities(organizationId: string, activities: readonly Activity[], deadline: number): Promise<void>;

  /**
   * Tells how many requests of an organization one environment has let in within a window, and gives how many the others
   * have told. Throws where that is not possible at once.
   */
  tellRequests(organizationId: string, count: RequestCount): Promise<number>;

  directory(organizationId: string, request: RequestStamp): Directory;
};

/** Who acts, and until when: stamped on every write, and the limit of every retry. */
export type RequestStamp = {
  /** The key's id, or the principal of the Console. */
  readonly actor: string;
  readonly requestId: string;
  /** When the request began (ISO 8601, UTC): the place of what it did in the activity log. */
  readonly at: string;
  /** The user for whom the principal of the Console acts. */
  readonly onBehalfOf?: string;
  /** Milliseconds since 1970 after which nothing is tried again. */
  readonly deadline: number;
};

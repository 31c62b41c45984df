/** Where the table is: in a Region, with the operator's own credentials, or at the URL of another DynamoDB. */
export type TablePlace = {
  readonly tableName: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
};

/** A record of the table's stream that was set aside: who could not work on it, and why. */
export type Undone = {
  readonly id: string;
  readonly consumer: string;
  readonly organization: string;
  readonly sequence: string;
  readonly at: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
};

/** What came of a record that was worked on again. */
export type Replayed = {
  readonly id: string;
  readonly organization: string;
  readonly outcome: 'done' | 'failed';
  readonly error?: { readonly name: string; readonly message: string };
};

/** How long the activity log keeps what a record that is worked on again adds to it. */
export type ReplaySettings = { readonly activityDays: number };

/** What was set aside in one table. */
export type UndoneRecords = {
  list(): Promise<readonly Undone[]>;
  /** One with its record, both images included; undefined where there is none of that id. */
  read(id: string): Promise<(Undone & { readonly record: object }) | undefined>;
  /** Works on one again, and erases it where that succeeds; undefined where there is none of that id. */
  replay(id: string, settings: ReplaySettings): Promise<Replayed | undefined>;
  /** Works again on what Lambda gave up and left in the bucket; undefined where the text is no such thing. */
  replayInvocation(text: string, settings: ReplaySettings): Promise<readonly Replayed[] | undefined>;
  close(): void;
};

/** What does not fit in an organization; a note does no harm, or goes by itself. */
export type TableFinding = {
  readonly code: string;
  readonly severity: 'damage' | 'note';
  readonly keys: readonly { readonly PK: string; readonly SK: string }[];
  readonly words: string;
  readonly advice: string;
};

/** How an organization is verified. */
export type VerifySettings = {
  /** The name of the product, with which the names of groups begin. */
  readonly product: string;
  /** Reads the whole table for what nothing leads to. */
  readonly whole: boolean;
  /** Told how many items of what part were looked at. */
  progress(part: string, items: number): void;
};

/** A table whose organizations can be found by their names. */
export type OrganizationList = {
  /** All organizations. */
  organizations(): Promise<readonly { readonly id: string; readonly name: string }[]>;
};

/** A table that is verified. */
export type Verifier = OrganizationList & {
  /** What does not fit in one; undefined where there is none of that id. */
  verify(organization: string, settings: VerifySettings): Promise<AsyncIterable<TableFinding> | undefined>;
  close(): void;
};

/** What an export holds: how many lines of each kind, and the digest of them all. */
export type Exported = { readonly lines: Readonly<Record<string, number>>; readonly sha256: string };

/** What came of an import; the keys of a file are not made. */
export type Imported = {
  readonly organization: { readonly id: string; readonly name: string };
  readonly users: number;
  readonly groups: number;
  readonly keysLeftOut: number;
};

/** A table out of which and into which organizations are carried; what is refused is an Error of the name `Refused`. */
export type Carrier = OrganizationList & {
  export(
    organization: string,
    options: { readonly file: string; readonly product: string; progress(users: number): void },
  ): Promise<Exported>;
  import(options: {
    readonly file: string;
    readonly as?: string | undefined;
    readonly product?: string | undefined;
    progress(users: number): void;
  }): Promise<Imported>;
  close(): void;
};

/** Where the secret is that proves SCIM keys. */
export type SecretPlace = {
  readonly arn: string;
  /** Another Secrets Manager than that of the secret's Region. */
  readonly endpoint?: string;
};

/** How many SCIM keys are proven by the present pepper, by the one before, by another, and by none. */
export type ProofCounts = {
  readonly current: number;
  readonly previous: number;
  readonly other: number;
  readonly none: number;
};

/** The SCIM keys of a table, by the pepper that proves them. */
export type KeyProofs = {
  /** Counts them; with `renew` those of the pepper before are proven by the present one then. */
  count(settings: { readonly renew: boolean }): Promise<ProofCounts>;
  close(): void;
};

/** A table whose items are brought from one form to the next. */
export type Migrator = {
  /** All migrations in their order, and when those ended that have. */
  list(): Promise<readonly { readonly number: number; readonly title: string; readonly finishedAt?: string }[]>;
  /** Runs one, and gives the number of items that it has changed, or would change. */
  run(
    number: number,
    options: { readonly rate: number; readonly dryRun: boolean; progress(changed: number): void },
  ): Promise<number>;
  close(): void;
};

/** The programs that work on the table itself. Whoever starts the command line brings them. */
export type Upkeep = {
  openUndone(place: TablePlace): Promise<UndoneRecords>;
  openProofs(place: TablePlace, secret: SecretPlace): Promise<KeyProofs>;
  openVerifier(place: TablePlace): Promise<Verifier>;
  openCarrier(place: TablePlace): Promise<Carrier>;
  openMigrator(place: TablePlace): Promise<Migrator>;
};

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

/** A table that is verified. */
export type Verifier = {
  /** All organizations. */
  organizations(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** What does not fit in one; undefined where there is none of that id. */
  verify(organization: string, settings: VerifySettings): Promise<AsyncIterable<TableFinding> | undefined>;
  close(): void;
};

/** The programs that work on the table itself. Whoever starts the command line brings them. */
export type Upkeep = {
  openUndone(place: TablePlace): Promise<UndoneRecords>;
  openVerifier(place: TablePlace): Promise<Verifier>;
};

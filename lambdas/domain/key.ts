/** What a SCIM key may do. */
export type KeyScope = 'full' | 'read';

/** A SCIM key as it is stored: never the key, only its hash (T2). */
export type KeyRecord = {
  readonly id: string;
  readonly hash: string;
  readonly organizationId: string;
  readonly name: string;
  readonly scope: KeyScope;
  readonly createdAt: string;
  /** ISO 8601; absent means no expiry. */
  readonly expiresAt?: string;
  readonly deactivatedAt?: string;
  readonly lastUsedAt?: string;
};

/** What an organization may set for itself. */
export type OrganizationSettings = {
  /** `console`: SCIM may not replace the owner (O4). */
  readonly ownerTransfer: 'scim' | 'console';
  /** Seconds after a replacement by SCIM in which there is no other; 0 for none (O4). */
  readonly ownerTransferCooldown: number;
  /** What happens to members that the organization does not know (G7). */
  readonly unknownMembers: 'skip' | 'reject';
  /** `keep`: another displayName is ignored and logged instead of refused (G6). */
  readonly groupNames: 'refuse' | 'keep';
  /** `open`: SCIM may create ordinary groups (G10). */
  readonly groups: 'generated' | 'open';
  /** Requests a second that all of its SCIM keys together may send; null is what the deployment says. */
  readonly rateLimit: number | null;
};

/** What an organization has until it says otherwise. */
export const defaultSettings: OrganizationSettings = {
  ownerTransfer: 'scim',
  ownerTransferCooldown: 3600,
  unknownMembers: 'skip',
  groupNames: 'refuse',
  groups: 'generated',
  rateLimit: null,
};

/** A customer of the product: one tenant. */
export type Organization = {
  readonly id: string;
  readonly name: string;
  /** Email domains, folded; `*` admits every userName (U2). */
  readonly domains: readonly string[];
  readonly settings: OrganizationSettings;
  /** 32 random bytes, base64url: seals cursors, and never leaves the service. */
  readonly secret: string;
  readonly createdAt: string;
  /** The name of the product by which its groups are named; missing where it was made before that was kept. */
  readonly product?: string;
  /** Raised by each change of what the organization says of itself; missing until the first one. */
  readonly revision?: number;
  /** When the organization was removed: it exists for nobody from then on, and what is left of it is being erased. */
  readonly removedAt?: string;
};

/** Where an organization is in the list of all. */
export type OrganizationPlace = Pick<Organization, 'id' | 'name'>;

/** Who owns the organization: the one truth about it (O1). */
export type Ownership = {
  readonly userId: string;
  /** Raised by every transfer; the condition of the next one. */
  readonly version: number;
  /** When SCIM last replaced the owner (ISO 8601), for the cooldown (O4). */
  readonly replacedByScimAt?: string;
};

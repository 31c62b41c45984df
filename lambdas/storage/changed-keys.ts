import { hexDigits } from './key-ranges.ts';
import type { Entry, KeyRange } from './keys.ts';

/** The hour of a moment (ISO 8601, UTC): `2026-11-23T15`. */
export function hourOf(at: string): string {
  return at.slice(0, 13);
}

/** The entry of an item that belongs to a user, under the hour of its last change; 16 partitions for each organization. */
export function changeEntry(organization: string, userId: string, at: string): Entry {
  return { ChangedPK: changePartition(organization, userId.charAt(0)), ChangedSK: hourOf(at) };
}

/** Where the index has what was changed from one hour to another. */
export function changeRanges(organization: string, from: string, to: string): readonly KeyRange[] {
  return hexDigits.map((digit) => ({ PK: changePartition(organization, digit), from, to }));
}

function changePartition(organization: string, digit: string): string {
  return `ORG#${organization}#CHANGED#${digit}`;
}

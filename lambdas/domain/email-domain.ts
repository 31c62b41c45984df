import { fold } from '#scim/fold.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import { isArray, isObject } from '#scim/json.ts';
import type { Organization } from './organization.ts';

/** Practical form of an address: one `@` with something before it and a dotted domain behind it, no white space or control. */
const address = /^[^\s\p{Cc}@]+@[^\s\p{Cc}@.]+(\.[^\s\p{Cc}@.]+)+$/u;

/** True for what U1 takes as an email address. */
export function isEmailAddress(text: string): boolean {
  return address.test(text);
}

/** True where the organization admits every userName, email address or not (U2). */
export function admitsEveryone(organization: Organization): boolean {
  return organization.domains.includes('*');
}

/** The first of the user's addresses whose domain the organization does not have; undefined if all are admitted (U2). */
export function refusedAddress(organization: Organization, attributes: JsonObject): string | undefined {
  if (admitsEveryone(organization)) return undefined;
  return decidingAddresses(attributes).find((text) => !organization.domains.includes(domainOf(text)));
}

/** The addresses that U2 looks at: the userName, then the primary email, else the one of type work, else the first. */
export function decidingAddresses(attributes: JsonObject): readonly string[] {
  const email = decidingEmail(attributes['emails']);
  const userName = typeof attributes['userName'] === 'string' ? [attributes['userName']] : [];
  return email === undefined ? userName : [...userName, email];
}

/** The different addresses among the user's emails, case ignored. */
export function distinctAddresses(attributes: JsonObject): ReadonlySet<string> {
  const { emails } = attributes;
  const values = isArray(emails) ? emails.map((email) => (isObject(email) ? email['value'] : undefined)) : [];
  return new Set(values.filter((value) => typeof value === 'string').map(fold));
}

function decidingEmail(emails: Json | undefined): string | undefined {
  if (!isArray(emails)) return undefined;
  const withValue = emails.filter((email) => isObject(email)).filter((email) => typeof email['value'] === 'string');
  const chosen =
    withValue.find((email) => email['primary'] === true) ??
    withValue.find((email) => typeof email['type'] === 'string' && fold(email['type']) === 'work') ??
    withValue[0];
  return typeof chosen?.['value'] === 'string' ? chosen['value'] : undefined;
}

/** Whole and case ignored; a text without `@` has no domain, which no organization can list. */
function domainOf(text: string): string {
  const at = text.lastIndexOf('@');
  return at === -1 ? '' : fold(text.slice(at + 1));
}

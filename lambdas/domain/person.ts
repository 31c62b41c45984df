import type { JsonObject } from '#scim/json.ts';

/** Somebody whom the Console creates. */
export type Person = { readonly userName: string; readonly givenName: string; readonly familyName: string };

/** The SCIM attributes of somebody whom the Console creates; the userName is the primary email address too. */
export function personAttributes({ userName, givenName, familyName }: Person): JsonObject {
  const displayName = `${givenName} ${familyName}`.trim();
  return {
    userName,
    name: { givenName, familyName },
    ...(displayName !== '' && { displayName }),
    emails: [{ value: userName, type: 'work', primary: true }],
  };
}

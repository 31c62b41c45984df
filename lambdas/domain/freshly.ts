import { ScimError } from '#scim/errors.ts';
import type { Context } from './context.ts';
import type { Organization } from './organization.ts';

/**
 * Checks the organization's copy in memory, and where that refuses, the organization as it is stored now: what an
 * administrator has just allowed in the Console is never refused because a Lambda still remembers the past.
 */
export async function freshly(context: Context, check: (organization: Organization) => void): Promise<void> {
  try {
    check(context.organization);
  } catch (refusal) {
    if (!(refusal instanceof ScimError)) throw refusal;
    check(await context.refreshOrganization());
  }
}

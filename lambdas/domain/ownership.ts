import type { Organization, Ownership } from './organization.ts';
import type { Product } from './product.ts';
import { refusals } from './refusals.ts';
import { crowned, revised, succeeded } from './standing.ts';
import type { Standing } from './user.ts';
import type { UserChange } from './directory.ts';

/**
 * Refuses a replacement of the owner by SCIM that the organization does not allow now (O4). `candidate` is the
 * standing that the user would have.
 */
export function assertReplaceable(
  organization: Organization,
  ownership: Ownership,
  candidate: Standing,
  product: Product,
  now: Date,
): void {
  if (!candidate.active) throw refusals.ownerMustBeActive(product);
  if (organization.settings.ownerTransfer === 'console') throw refusals.ownershipByConsoleOnly(product);
  if (candidate.formerOwner) throw refusals.ownershipLost(product);
  const cooledDown = coolDownEnd(organization, ownership);
  if (cooledDown !== undefined && now < cooledDown) throw refusals.ownershipCoolingDown(product, cooledDown);
}

/**
 * The replacement of the owner (O3): the pointer moves, the new owner's flag goes up, the previous one's down. Only
 * replacements by SCIM begin a cooldown (O4).
 */
export function replaceOwner(
  ownership: Ownership,
  previous: Standing,
  candidate: Standing,
  now: Date,
  by: 'scim' | 'console',
): { readonly candidate: Standing; readonly transfer: NonNullable<UserChange['transfer']> } {
  const at = now.toISOString();
  return {
    candidate: crowned(candidate),
    transfer: {
      before: ownership,
      after: {
        ...ownership,
        userId: candidate.userId,
        version: ownership.version + 1,
        ...(by === 'scim' && { replacedByScimAt: at }),
      },
      previous: { before: previous, after: revised(previous, succeeded(previous, at), at) },
    },
  };
}

/**
 * The requests of one Bulk that name an owner after another user was named (O4), by place; `named` says for each whom
 * it names, if anybody. The order of the request decides, whatever becomes of the first.
 */
export function findRivals(named: readonly (string | undefined)[]): ReadonlySet<number> {
  const first = named.find((user) => user !== undefined);
  return new Set(named.keys().filter((place) => named[place] !== undefined && named[place] !== first));
}

function coolDownEnd(organization: Organization, ownership: Ownership): Date | undefined {
  if (ownership.replacedByScimAt === undefined) return undefined;
  return new Date(Date.parse(ownership.replacedByScimAt) + organization.settings.ownerTransferCooldown * 1000);
}

import type { Registry } from '#domain/directory.ts';
import type { Organization } from '#domain/organization.ts';
import type { Product } from '#domain/product.ts';
import { allowedIn, mostUntold, secondsLeft, windowAt } from '#domain/rate.ts';
import { refusals } from '#domain/refusals.ts';

/** Lets requests of an organization in as long as its limit allows; `at` is in milliseconds since 1970. */
export type RateLimit = {
  /**
   * Counts a request, or throws 429. What it gives is to be awaited before the answer, not before the work; it never
   * fails.
   */
  admit(organization: Organization, at: number): Promise<void>;
  /**
   * Counts the parts of a request that was admitted as one, or throws 429 where nothing of the limit is left. Where
   * anything is, all of them come in, and the limit is overdrawn until the window ends.
   */
  admitParts(organization: Organization, at: number, parts: number): Promise<void>;
};

/** One organization's window: what was let in here, how much of that was told, and what the others have told. */
type Account = {
  readonly window: number;
  mine: number;
  told: number;
  others: number;
  /** What was told last, and what waits to be told after it. */
  telling: Promise<void>;
  waiting?: Promise<void> | undefined;
};

/** Organizations that are remembered; who has been quiet for longest is forgotten first. */
const remembered = 1_000;

/**
 * Makes the limit of one environment, which counts in memory. The others are told as soon as it makes a difference to
 * them (`mostUntold`), beside the work of the request: an organization that sends little is never told of. Only what was
 * let in counts, so that nobody is refused below the limit; above it, as much may come in as environments have not told.
 */
export function rateLimit(options: {
  readonly registry: Pick<Registry, 'tellRequests'>;
  readonly product: Product;
  /** What tells this environment from all others. */
  readonly environment: string;
  /** Requests a second of an organization that sets none itself. */
  readonly rate: number;
  /** Hears why the others could not be told: no request is refused for that. */
  warn(fault: unknown): void;
}): RateLimit {
  const { registry, product, environment, rate, warn } = options;
  const accounts = new Map<string, Account>();

  const accountOf = (id: string, at: number): Account => {
    const window = windowAt(at);
    const known = accounts.get(id);
    if (known?.window === window) return known;
    const account: Account = { window, mine: 0, told: 0, others: 0, telling: Promise.resolve() };
    accounts.delete(id);
    accounts.set(id, account);
    const [oldest] = accounts.keys();
    if (accounts.size > remembered && oldest !== undefined) accounts.delete(oldest);
    return account;
  };

  const send = async (id: string, account: Account): Promise<void> => {
    const { window, mine } = account;
    account.waiting = undefined;
    try {
      account.others = await registry.tellRequests(id, { environment, window, requests: mine });
    } catch (fault) {
      // Told together with the next ones: what is told is all that there was.
      warn(fault);
    }
  };
  /** One after the other, so that no number is overtaken by an earlier one. */
  const tell = (id: string, account: Account): Promise<void> => {
    account.told = account.mine;
    account.waiting ??= account.telling = account.telling.then(() => send(id, account));
    return account.waiting;
  };

  const isFull = (account: Account, own: number, allowed: number): boolean => account.others + own >= allowed;
  const isWorthTelling = ({ mine, told, others }: Account, allowed: number): boolean =>
    mine - told > mostUntold(allowed, mine + others);
  const limitOf = ({ settings }: Organization): number => settings.rateLimit ?? rate;
  const refusal = (organization: Organization, at: number) =>
    refusals.tooManyRequests(product, limitOf(organization), secondsLeft(at));

  return {
    admit(organization, at) {
      const account = accountOf(organization.id, at);
      const allowed = allowedIn(limitOf(organization));
      if (isFull(account, account.mine, allowed)) throw refusal(organization, at);
      account.mine += 1;
      return isWorthTelling(account, allowed) ? tell(organization.id, account) : Promise.resolve();
    },

    async admitParts(organization, at, parts) {
      if (parts <= 1) return;
      const account = accountOf(organization.id, at);
      const allowed = allowedIn(limitOf(organization));
      // Without this request, and without those that come while it waits.
      const before = account.mine - 1;
      const refuse = (counted: number): never => {
        account.mine -= counted;
        throw refusal(organization, at);
      };
      if (isFull(account, before, allowed)) refuse(1);
      account.mine += parts - 1;
      if (!isWorthTelling(account, allowed)) return;
      // So many may be the whole limit: of several such requests at once, in whatever environments, one comes in.
      await tell(organization.id, account);
      if (isFull(account, before, allowed)) refuse(parts);
    },
  };
}

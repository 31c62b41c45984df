import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Organization } from '#domain/organization.ts';
import { productNamed } from '#domain/product.ts';
import { allowedIn, type RequestCount, windowAt } from '#domain/rate.ts';
import { type RateLimit, rateLimit } from '#http/rate-limit.ts';
import { ScimError } from '#scim/errors.ts';
import { randomOf } from '../attack/random.ts';
import { acme } from '../support/endpoint.ts';

const start = Date.parse('2026-11-23T12:00:00Z');
const product = productNamed('Statsig');

/** The counts of all environments, as the table keeps them. */
function sharedCounts() {
  const counts = new Map<string, Map<string, number>>();
  let told = 0;
  return {
    told: () => told,
    async tellRequests(
      organizationId: string,
      { environment: teller, window, requests }: RequestCount,
    ): Promise<number> {
      told += 1;
      const key = `${organizationId} ${window}`;
      const known = counts.get(key) ?? new Map<string, number>();
      counts.set(key, known.set(teller, requests));
      return [...known].reduce((sum, [name, number]) => (name === teller ? sum : sum + number), 0);
    },
  };
}

type Told = Pick<ReturnType<typeof sharedCounts>, 'tellRequests'>;

function environment(registry: Told, warnings: unknown[] = [], rate = 100): RateLimit {
  return rateLimit({ registry, product, rate, environment: randomUUID(), warn: (fault) => void warnings.push(fault) });
}

function limitedTo(limit: number | null, id: string = acme.id): Organization {
  return { ...acme, id, settings: { ...acme.settings, rateLimit: limit } };
}

/** True where a request comes in; what follows goes on. */
function admits(limit: RateLimit, at: number): boolean {
  try {
    void limit.admit(acme, at);
    return true;
  } catch {
    return false;
  }
}

/** Sends requests one after the other, as Lambda gives them to an environment, and says how many came in. */
async function send(limit: RateLimit, organization: Organization, count: number, at = start): Promise<number> {
  let admitted = 0;
  for (let sent = 0; sent < count; sent++) admitted += (await isAdmitted(limit, organization, at)) ? 1 : 0;
  return admitted;
}

async function isAdmitted(limit: RateLimit, organization: Organization, at = start): Promise<boolean> {
  return isDone(() => limit.admit(organization, at));
}

async function areAdmitted(limit: RateLimit, organization: Organization, parts: number): Promise<boolean> {
  return isDone(async () => {
    await limit.admit(organization, start);
    await limit.admitParts(organization, start, parts);
  });
}

/** False where it is refused for the limit; anything else that is thrown is thrown on. */
async function isDone(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof ScimError && error.status === 429 && error.code === 'tooManyRequests') return false;
    throw error;
  }
}

describe('the limit of one environment', () => {
  it('T6: lets in what a window takes, then 429 until the next one begins', async () => {
    const limit = environment(sharedCounts());
    expect(await send(limit, acme, 1_200)).toBe(1_000);
    expect(() => limit.admit(acme, start + 2_500)).toThrow(
      expect.objectContaining({
        status: 429,
        headers: { 'retry-after': '8' },
        detail: expect.stringMatching(/sent more than 100 requests a second\. Please/u) as string,
      }),
    );
    expect(await send(limit, acme, 1_200, start + 10_000)).toBe(1_000);
  });

  it('T6: takes the limit of the organization in the place of the deployment', async () => {
    const limit = environment(sharedCounts());
    expect(await send(limit, limitedTo(3), 100)).toBe(30);
    expect(await send(limit, limitedTo(null, 'other'), 1_100)).toBe(1_000);
    expect(await send(limit, limitedTo(200, 'third'), 2_100)).toBe(2_000);
  });

  it('tells nobody of an organization that sends little, and no more than one of ten requests of one that sends much', async () => {
    const shared = sharedCounts();
    const limit = environment(shared);
    await send(limit, acme, 20);
    expect(shared.told()).toBe(0);
    await send(limit, acme, 230);
    expect(shared.told()).toBe(11);
    await send(limit, acme, 10_000);
    expect(shared.told()).toBeLessThan(100);
  });

  it('T6: leaves an organization alone whatever another one sends', async () => {
    const shared = sharedCounts();
    const limit = environment(shared);
    await send(limit, limitedTo(null, 'flood'), 5_000);
    const before = shared.told();
    expect(await send(limit, acme, 20)).toBe(20);
    expect(shared.told()).toBe(before);
  });

  it('remembers a thousand organizations, and forgets who has been quiet for longest', async () => {
    const limit = environment(sharedCounts());
    await send(limit, limitedTo(1, 'first'), 10);
    await send(limit, limitedTo(1, 'second'), 10);
    for (let other = 0; other < 998; other++) await send(limit, limitedTo(1, `other ${other}`), 1);
    expect(await send(limit, limitedTo(1, 'first'), 1)).toBe(0);
    await send(limit, limitedTo(1, 'one more'), 1);
    expect(await send(limit, limitedTo(1, 'second'), 1)).toBe(0);
    expect(await send(limit, limitedTo(1, 'first'), 1)).toBe(1);
  });

  it('counts right where many requests come at once, as to the local server', async () => {
    const limit = environment(sharedCounts());
    const admitted = await Promise.all(Array.from({ length: 1_064 }, () => isAdmitted(limit, acme)));
    expect(admitted.filter(Boolean)).toHaveLength(1_000);
  });

  it('T6: refuses nobody because the others cannot be told, and tells them the whole later', async () => {
    const shared = sharedCounts();
    const warnings: unknown[] = [];
    let broken = true;
    const limit = environment(
      {
        async tellRequests(id, count) {
          if (broken) throw new Error('Throttled.');
          return shared.tellRequests(id, count);
        },
      },
      warnings,
    );
    expect(await send(limit, acme, 500)).toBe(500);
    // As seldom as if it worked: what is throttled is not asked the more for it.
    expect(warnings).toHaveLength(23);
    broken = false;
    expect(await send(limit, acme, 21)).toBe(21);
    const other = environment(shared);
    expect(await send(other, acme, 1_000)).toBeLessThan(520);
    broken = true;
    expect(await send(limit, acme, 1_000)).toBe(479);
  });
});

describe('several environments', () => {
  it('T6: share a limit: eight let in what one would, and two of a hundred more at most', async () => {
    const shared = sharedCounts();
    const limits = Array.from({ length: 8 }, () => environment(shared));
    let admitted = 0;
    for (let round = 0; round < 200; round++) {
      for (const limit of limits) admitted += await send(limit, acme, 1);
    }
    expect(admitted).toBeGreaterThanOrEqual(1_000);
    expect(admitted).toBeLessThanOrEqual(1_020);
  });

  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'never refuse below the limit, whenever counts arrive and whatever clocks say: chance %i',
    async (seed) => {
      const random = randomOf(seed, 0);
      const shared = sharedCounts();
      const pending: (() => void)[] = [];
      // Answers come late and in any order, some never; clocks differ by up to two seconds.
      const registry: Told = {
        async tellRequests(id, count) {
          if (random.below(20) === 0) throw new Error('Lost.');
          await new Promise<void>((resolve) => pending.push(resolve));
          return shared.tellRequests(id, count);
        },
      };
      const count = 1 + random.below(10);
      const rate = [1, 7, 100, 1_000][random.below(4)] ?? 1;
      const environments = Array.from({ length: count }, () => ({
        limit: environment(registry, [], rate),
        skew: random.below(4_001) - 2_000,
      }));
      const admitted = new Map<number, number>();
      const tooEarly: number[] = [];
      let largest = 0;
      for (let step = 0; step < Math.min(30 * rate, 12_000); step++) {
        const { limit, skew } = environments[random.below(count)] as (typeof environments)[number];
        const at = start + 5_000 + Math.floor((step * 10_000) / (30 * rate)) + skew;
        const sofar = admitted.get(windowAt(at)) ?? 0;
        // Its telling waits: whether it is admitted is known at once.
        if (admits(limit, at)) admitted.set(windowAt(at), sofar + 1);
        else if (sofar < allowedIn(rate)) tooEarly.push(sofar);
        largest = Math.max(largest, admitted.get(windowAt(at)) ?? 0);
        while (random.below(3) === 0)
          pending.splice(random.below(pending.length + 1), 1).forEach((resolve) => resolve());
        if (random.below(4) === 0) await new Promise(setImmediate);
      }
      pending.forEach((resolve) => resolve());
      expect(tooEarly).toEqual([]);
      expect(largest).toBeGreaterThan(0);
      // Without a word from the others each lets in a whole limit, and no more.
      expect(largest).toBeLessThanOrEqual(count * allowedIn(rate));
    },
  );

  it('let in no more than one may keep for itself, and what is on its way, beyond the limit', async () => {
    const shared = sharedCounts();
    const limits = Array.from({ length: 3 }, () => environment(shared));
    const random = randomOf(1, 0);
    for (let round = 0; round < 20; round++) {
      const at = start + round * 10_000;
      let admitted = 0;
      for (let sent = 0; sent < 3_000; sent++) {
        admitted += await send(limits[Math.min(2, random.below(3 + round))] ?? environment(shared), acme, 1, at);
      }
      expect(admitted).toBeGreaterThanOrEqual(1_000);
      expect(admitted).toBeLessThanOrEqual(1_000 + 2 * 20);
    }
  });
});

describe('a request of many parts', () => {
  it('P6: counts as each of them', async () => {
    const limit = environment(sharedCounts());
    expect(await areAdmitted(limit, acme, 300)).toBe(true);
    expect(await send(limit, acme, 1_000)).toBe(700);
  });

  it('P6: comes in whole while anything is left, and overdraws what is left until the window ends', async () => {
    const limit = environment(sharedCounts());
    await send(limit, acme, 999);
    expect(await areAdmitted(limit, acme, 1_000)).toBe(true);
    expect(await send(limit, acme, 1)).toBe(0);
    expect(await send(limit, acme, 1, start + 10_000)).toBe(1);
  });

  it('P6: of 64 that each are the whole limit one comes in, to one environment or to many', async () => {
    const shared = sharedCounts();
    const one = environment(shared);
    const toOne = await Promise.all(Array.from({ length: 64 }, () => areAdmitted(one, limitedTo(null, 'one'), 1_000)));
    expect(toOne.filter(Boolean)).toHaveLength(1);
    const many = Array.from({ length: 64 }, () => environment(shared));
    const toMany = await Promise.all(many.map((limit) => areAdmitted(limit, acme, 1_000)));
    expect(toMany.filter(Boolean)).toHaveLength(1);
  });

  it('P6: is refused as a whole where others have sent as much as there is', async () => {
    const shared = sharedCounts();
    const [one, other] = [environment(shared), environment(shared)];
    await send(one, acme, 1_000);
    expect(await areAdmitted(other, acme, 900)).toBe(false);
    expect(await areAdmitted(one, acme, 2)).toBe(false);
  });

  it('P6: waits for nobody where it is small, and where the others cannot be told', async () => {
    const shared = sharedCounts();
    expect(await areAdmitted(environment(shared), acme, 20)).toBe(true);
    expect(await areAdmitted(environment(shared), acme, 1)).toBe(true);
    expect(await areAdmitted(environment(shared), acme, 0)).toBe(true);
    expect(shared.told()).toBe(0);
    const failing = async (): Promise<number> => {
      throw new Error('Throttled.');
    };
    const warnings: unknown[] = [];
    expect(await areAdmitted(environment({ tellRequests: failing }, warnings), acme, 1_000)).toBe(true);
    expect(warnings).toHaveLength(1);
  });
});

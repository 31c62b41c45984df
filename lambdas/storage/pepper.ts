import { type Provable, isProofOf, proofOf } from './key-proof.ts';

/** The pepper that is used now, and the one that was before its last rotation. */
export type PepperStage = 'AWSCURRENT' | 'AWSPREVIOUS';

/** Reads a pepper where it is kept; undefined where there is none of that stage. Throws one sentence where it cannot. */
export type ReadPepper = (stage: PepperStage) => Promise<string | undefined>;

/** By which pepper a SCIM key is proven: the present one, or the one before, which counts too. */
export type ProvenBy = 'current' | 'previous';

/** The pepper of the SCIM keys, as one environment knows it. */
export type Pepper = {
  /** Makes proofs by the present pepper, which is read again where it is a minute old. */
  prover(): Promise<(key: Provable) => string>;
  /** By which pepper a key is proven; undefined where by none, also once both have been read again. */
  check(key: Provable, proof: string | undefined): Promise<ProvenBy | undefined>;
  /** Resolves once there is a pepper: to be awaited beside what needs it. */
  ready(): Promise<void>;
};

/** For how long new proofs are made without a look whether there is a newer pepper, in milliseconds. */
export const provedFor = 60_000;
/** For how long a pepper is believed to count, in milliseconds: one that was replaced twice must not count for long. */
export const knownFor = 3_600_000;
/** For how long a proof that no pepper has made is not looked into again, in milliseconds. */
export const lookedFor = 10_000;
/** Characters below which a secret is no pepper. */
const shortest = 32;

/** For a store that is asked for no key: one that looks for one all the same hears that nobody gave it a pepper. */
export const noPepper: Pepper = { prover: refuse, check: refuse, ready: refuse };

async function refuse(): Promise<never> {
  throw new Error('This store was given no pepper, and can know no SCIM key.');
}

type Known = { readonly current: string; readonly previous?: string | undefined; readonly readAt: number };

/**
 * Keeps the pepper of one environment in memory. It is read once; then hourly, for new keys, and where a key's proof was
 * made by none that is known, as it is after a rotation: wrong keys, whose hashes are in no table, never lead to a read.
 */
export function keepPepper(
  read: ReadPepper,
  {
    now = Date.now,
    warn = () => undefined,
  }: {
    readonly now?: () => number;
    /** Is told why it could not be read again, when what is known goes on counting. */
    readonly warn?: (fault: unknown) => void;
  } = {},
): Pepper {
  let known: Known | undefined;
  /** What no pepper has made, of those that were looked into since then. */
  const unproven = new Set<string>();
  let since = Number.NEGATIVE_INFINITY;
  let tried = Number.NEGATIVE_INFINITY;
  const reading = new Map<string, Promise<Known>>();

  const readCurrent = async (): Promise<Known> => {
    const readAt = now();
    return (known = { current: requirePepper(await read('AWSCURRENT')), readAt });
  };
  const readBoth = async (): Promise<Known> => {
    const readAt = now();
    const [current, previous] = await Promise.all([read('AWSCURRENT'), read('AWSPREVIOUS')]);
    return (known = { current: requirePepper(current), previous: pepperIn(previous), readAt });
  };
  const once = async (name: string, work: () => Promise<Known>): Promise<Known> => {
    const begun = reading.get(name) ?? work().finally(() => reading.delete(name));
    reading.set(name, begun);
    return begun;
  };
  const present = async (): Promise<Known> => {
    if (known !== undefined) return known;
    const isBegun = reading.has('current');
    try {
      return await once('current', readCurrent);
    } catch (error) {
      // What was begun with the environment may have been cut off when that was put to sleep.
      if (isBegun) return once('current', readCurrent);
      throw error;
    }
  };
  const fresh = async (): Promise<Known> => {
    const before = await present();
    if (now() - before.readAt < knownFor || now() - tried < lookedFor) return before;
    tried = now();
    try {
      return await once('both', readBoth);
    } catch (error) {
      warn(error);
      return before;
    }
  };

  return {
    async prover() {
      const before = await present();
      const { current } = now() - before.readAt < provedFor ? before : await once('both', readBoth);
      return (key) => proofOf(current, key);
    },

    async check(key, proof) {
      if (proof === undefined) return undefined;
      if (now() - since >= lookedFor) {
        unproven.clear();
        since = now();
      }
      let found = provenBy(await fresh(), key, proof);
      if (found !== undefined || unproven.has(proof)) return found;
      found = provenBy(await once('both', readBoth), key, proof);
      if (found === undefined) unproven.add(proof);
      return found;
    },

    async ready() {
      await present();
    },
  };
}

function provenBy({ current, previous }: Known, key: Provable, proof: string): ProvenBy | undefined {
  if (isProofOf(current, key, proof)) return 'current';
  return previous !== undefined && isProofOf(previous, key, proof) ? 'previous' : undefined;
}

/** A text that is long enough to be a pepper; undefined for any other, by which nothing is proven. */
export function pepperIn(text = ''): string | undefined {
  return text.length < shortest ? undefined : text;
}

/** The same. Throws one sentence for any other. */
export function requirePepper(text = ''): string {
  const pepper = pepperIn(text);
  if (pepper !== undefined) return pepper;
  throw new Error(
    `The secret with the pepper of the SCIM keys ${text === '' ? 'is empty' : 'is too short'}. ` +
      `Please put the value back that it had, or a new one of at least ${shortest} random characters (docs/keys.md).`,
  );
}

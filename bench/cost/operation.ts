import type { ShortRequest } from '../../test/support/endpoint.ts';
import type { World } from './world.ts';

/** What an operation is promised to take. What is absent is not promised. */
export type Promised = {
  /** Calls to DynamoDB that wait for one another. */
  readonly calls?: number;
  readonly readUnits?: number;
  readonly writeUnits?: number;
};

/** Something that a client asks for, and what it may cost. */
export type Operation = {
  readonly name: string;
  readonly promised: Promised;
  /** What its cost grows with. Whatever that is, it never is the number of users, except where it says so. */
  readonly growsWith: string;
  /** By how much it may grow from the smallest organization to one of so many users; 1.1 unless told otherwise. */
  readonly growth?: (users: number) => number;
  readonly rounds: number;
  /** True where each odd round takes back what the one before has done. */
  readonly alternates?: true;
  /** False where the organization is too small or too large for it. */
  readonly fits?: (world: World) => boolean;
  /** The request of that round. Whatever it does before is not measured. */
  request(world: World, round: number): ShortRequest | Promise<ShortRequest>;
};

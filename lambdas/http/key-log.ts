import { describeError } from './access-log.ts';

/** What is wrong with the SCIM keys of a deployment, or with one of them. */
type KeyTrouble = {
  readonly kind: 'unproven' | 'notRenewed' | 'noPepper';
  readonly keyId?: string;
  readonly organizationId?: string;
  readonly error?: unknown;
};

const events = {
  unproven: ['ERROR', 'keyUnproven'],
  notRenewed: ['WARN', 'keyProofNotRenewed'],
  noPepper: ['ERROR', 'pepperUnreadable'],
} as const;

/** Writes a line on what is wrong with the SCIM keys, whoever they belong to: ids alone, and what the fault says. */
export function printKeyTrouble({ kind, keyId, organizationId, error }: KeyTrouble): void {
  const [level, event] = events[kind];
  const line = {
    level,
    event,
    timestamp: new Date().toISOString(),
    organizationId,
    keyId,
    ...(error !== undefined && describeError(error)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

import type { Finding, FindingCode } from './finding.ts';

/** Of these as many can be neighbours as a change has slices, 500 of them, and nothing has to be done about any. */
const toldTogether: FindingCode = 'sliceOfNothing';

/** Tells the slices of a change that never counted once, with their number. */
export async function* together(findings: AsyncIterable<Finding>): AsyncIterable<Finding> {
  let held: Finding | undefined;
  let others = 0;
  for await (const finding of findings) {
    if (held !== undefined && isSame(held, finding)) {
      others++;
      continue;
    }
    if (held !== undefined) yield counted(held, others);
    [held, others] = [finding, 0];
  }
  if (held !== undefined) yield counted(held, others);
}

function isSame(one: Finding, other: Finding): boolean {
  return one.code === toldTogether && other.code === toldTogether && one.words === other.words;
}

function counted(finding: Finding, others: number): Finding {
  return others === 0 ? finding : { ...finding, words: `${finding.words} So do ${others} more beside it.` };
}

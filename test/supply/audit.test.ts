import { describe, expect, it } from 'vitest';
import { type AskNpm, auditPackages } from '../../supply/audit.ts';

/** npm that answers so to the question for vulnerabilities, and so to that for signatures. */
function npm(known: unknown, signed: unknown): AskNpm {
  return (...args) => ({ status: 0, stdout: JSON.stringify(args.includes('signatures') ? signed : known) });
}

const counts = (high: number, critical: number) => ({
  metadata: { vulnerabilities: { low: 1, high, critical, total: high + critical + 1 } },
});
const sound = { invalid: [], missing: [] };

describe('the audit of packages', () => {
  it.each([
    ['nothing high', counts(0, 0), sound, true],
    ['a high vulnerability', counts(1, 0), sound, false],
    ['a critical one', counts(0, 1), sound, false],
    ['an invalid signature', counts(0, 0), { invalid: [{}], missing: [] }, false],
  ])('decides on %s', (_, known, signed, isSound) => {
    const audit = auditPackages(npm(known, signed));
    expect(audit.isSound).toBe(isSound);
    expect(audit.lines.join('\n')).not.toContain('NOT CHECKED');
  });

  it('says loudly what could not be asked', () => {
    const { lines, isSound } = auditPackages(() => ({ status: 1, stdout: 'npm error 405' }));
    expect(isSound).toBe(true);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^NOT CHECKED: /u);
    expect(auditPackages(npm({ message: 'no' }, sound)).lines[0]).toMatch(/^NOT CHECKED: /u);
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

/** What came of asking the registry, and whether nothing speaks against a release. */
export type Audit = { readonly lines: readonly string[]; readonly isSound: boolean };

/** One question to npm, as JSON. */
export type AskNpm = (...args: readonly string[]) => { readonly status: number | null; readonly stdout: string };

const vulnerabilities = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.number(), critical: z.number(), total: z.number() }) }),
});
const signatures = z.object({ invalid: z.array(z.unknown()), missing: z.array(z.unknown()) });

/** Asks the registry of npm for known vulnerabilities of what is deployed, and for signatures of all that is installed. */
export function auditPackages(ask: AskNpm = askNpm): Audit {
  const known = readAnswer(vulnerabilities, ask('audit', '--omit=dev', '--json'));
  const signed = readAnswer(signatures, ask('audit', 'signatures', '--json'));
  const { high = 0, critical = 0, total = 0 } = known?.metadata.vulnerabilities ?? {};
  const broken = signed?.invalid.length ?? 0;
  return {
    lines: [
      known === undefined
        ? notAsked('known vulnerabilities')
        : `Known vulnerabilities: ${total}, of which ${high + critical} are high or critical. "npm audit --omit=dev" lists them.`,
      signed === undefined
        ? notAsked('signatures')
        : `Signatures: ${broken} invalid, ${signed.missing.length} missing. "npm audit signatures" lists them.`,
    ],
    isSound: high + critical + broken === 0,
  };
}

function notAsked(what: string): string {
  return `NOT CHECKED: the registry tells nothing of ${what}. Please ask one that does before a release.`;
}

function readAnswer<Value>(schema: z.ZodType<Value>, { stdout }: { readonly stdout: string }): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(stdout)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function askNpm(...args: readonly string[]) {
  const { status, stdout } = spawnSync('npm', [...args], { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' });
  return { status, stdout: stdout ?? '' };
}

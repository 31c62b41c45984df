import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { productNamed } from '../../lambdas/domain/product.ts';
import { environments } from '../../lib/environments.ts';
import { synthesize, withoutHashes } from './synthesis.ts';

const root = join(import.meta.dirname, '../..');

describe.each(environments)('the environment $name', (environment) => {
  const synthesis = synthesize(environment);

  it('gives cdk-nag nothing to find that is not explained', () => {
    const report = new AwsSolutionsChecks(synthesis.app).validateScope(synthesis.app);
    expect(report.violations).toEqual([]);
    expect(report.success).toBe(true);
  });

  it('names its two stacks after itself', () => {
    const names = synthesis.stage.synth().stacks.map((stack) => stack.stackName);
    expect(names.toSorted()).toEqual(['data', 'endpoint'].map((name) => `rollcall-${environment.name}-${name}`));
  });

  it('names a product that groups and attributes can be named after', () => {
    expect(productNamed(environment.productName).groupPrefix).not.toBe('');
  });
});

it('deploys to the account and Region that the environment names', () => {
  const [environment] = environments;
  const target = { account: '123456789012', region: 'eu-central-1' };
  const stacks = synthesize({ ...environment!, target }).stage.synth().stacks;
  expect(new Set(stacks.map((stack) => stack.environment.name))).toEqual(new Set(['aws://123456789012/eu-central-1']));
});

it('gives the same templates to whoever runs bin/app.ts without the CDK command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-app-'));
  try {
    execFileSync(process.execPath, ['bin/app.ts'], {
      cwd: root,
      env: {
        ...process.env,
        CDK_OUTDIR: folder,
        CDK_VALIDATION: 'false',
        CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
      },
    });
    for (const environment of environments) {
      const assembly = join(folder, `assembly-rollcall-${environment.name}`);
      const templates = readdirSync(assembly)
        .filter((file) => file.endsWith('.template.json'))
        .map((file) => withoutHashes(JSON.parse(readFileSync(join(assembly, file), 'utf8'))));
      const { endpointTemplate, dataTemplate } = synthesize(environment);
      expect(templates).toHaveLength(2);
      expect(templates).toContainEqual(withoutHashes(endpointTemplate.toJSON()));
      expect(templates).toContainEqual(withoutHashes(dataTemplate.toJSON()));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeMonths } from '../../bench/month/describe.ts';
import { countFixed } from '../../bench/month/fixed.ts';
import { monthOf } from '../../bench/month/month.ts';
import { environmentNamed, synthesize } from '../lib/synthesis.ts';

const manual = readFileSync(join(import.meta.dirname, '../../docs/deploy.md'), 'utf8');

/** A line without the spaces and dashes by which columns are aligned. */
function plain(line: string): string {
  return line.replaceAll(/ +/gu, ' ').replaceAll(/-{3,}/gu, '---');
}

describe('the cost of a month', () => {
  it('is in docs/deploy.md as it is computed, with what it assumes (npm run bench:month)', () => {
    const written = manual.split('\n').map(plain);
    expect(describeMonths().filter((line) => line !== '' && !written.includes(plain(line)))).toEqual([]);
  });

  it('grows with the people, and faster than they do with nothing', () => {
    const [hundred, thousand, most] = [100, 1000, 100_000].map((users) => monthOf(users));
    for (const part of ['requests', 'table', 'gateway', 'storage', 'logs'] as const) {
      expect(thousand![part]).toBeGreaterThan(hundred![part]);
      expect(most![part] / thousand![part]).toBeLessThan(100 * 1.1);
    }
  });

  it('counts what the stacks of production have', () => {
    const { endpointTemplate } = synthesize(environmentNamed('production'));
    const { metrics, dashboards } = countFixed();
    endpointTemplate.resourceCountIs('AWS::Logs::MetricFilter', metrics);
    endpointTemplate.resourceCountIs('AWS::CloudWatch::Dashboard', dashboards);
    expect(metrics).toBeGreaterThan(0);
  });
});

import { countFixed, priceOf } from './fixed.ts';
import { assumptions, monthOf } from './month.ts';

const sizes = [100, 1000, 100_000];

/** The cost of a month as docs/deploy.md has it: the table, what it assumes, and what a deployment costs without anybody. */
export function describeMonths(): readonly string[] {
  const fixed = countFixed();
  const months = sizes.map((users) => monthOf(users));
  const dollars = (amount: number) => (amount < 0.01 ? 'under $0.01' : `$${amount.toFixed(2)}`);
  const whole = months.map(({ table, gateway, storage, logs }) => table + gateway + storage + logs);
  const row = (name: string, values: readonly string[]) => `| ${[name, ...values].join(' | ')} |`;
  return [
    row(
      'a month of',
      sizes.map((users) => `${users.toLocaleString('en-US')} users`),
    ),
    row(
      '---',
      sizes.map(() => '---'),
    ),
    row(
      'requests',
      months.map(({ requests }) => requests.toLocaleString('en-US')),
    ),
    row(
      'DynamoDB, requests',
      months.map(({ table }) => dollars(table)),
    ),
    row(
      'DynamoDB, storage and backups',
      months.map(({ storage }) => dollars(storage)),
    ),
    row(
      'API Gateway and Lambda',
      months.map(({ gateway }) => dollars(gateway)),
    ),
    row(
      'logs',
      months.map(({ logs }) => dollars(logs)),
    ),
    row('all that grows', whole.map(dollars)),
    row(
      'with what does not',
      whole.map((amount) => dollars(amount + priceOf(fixed))),
    ),
    '',
    ...assumptions.map((assumption) => `- ${assumption};`),
    `- what does not grow: ${fixed.alarms} metrics with alarms, ${fixed.metrics} metrics of our own, ${fixed.dashboards} dashboard and ${fixed.secrets} secret.`,
  ];
}

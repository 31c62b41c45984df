import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { StreamedTable } from './scim-table.ts';

/** The table's ARN as a finding of cdk-nag in the stack of `scope` spells it, from whichever stack the table comes. */
export function tableInFindings(scope: Construct, table: StreamedTable): string {
  const stack = Stack.of(table);
  return spell(stack.resolve(stack === Stack.of(scope) ? table.tableArn : stack.exportValue(table.tableArn)));
}

type Reference = {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::Join'?: readonly [string, readonly (string | Reference)[]];
};

function spell(value: string | Reference): string {
  if (typeof value === 'string') return value;
  const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::ImportValue': exported, 'Fn::Join': joined } = value;
  if (exported !== undefined) return exported;
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (joined !== undefined) return joined[1].map(spell).join(joined[0]);
  return `<${String(name)}>`;
}

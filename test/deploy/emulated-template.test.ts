import { describe, expect, it } from 'vitest';
import { fitToEmulator } from './emulated-template.ts';

describe('a template for the emulator', () => {
  it('protects the table where its only replica is protected', () => {
    const Properties = { BillingMode: 'PAY_PER_REQUEST', Replicas: [{ DeletionProtectionEnabled: true }] };
    const { table } = fitToEmulator({
      Resources: { table: { Type: 'AWS::DynamoDB::GlobalTable', Properties } },
    }).Resources;
    expect(table?.Properties).toEqual({ ...Properties, DeletionProtectionEnabled: true });
  });

  it('asks for the ARN of a secret wherever it is referred to, and leaves other references', () => {
    const secret = { Type: 'AWS::SecretsManager::Secret' };
    const lambda = {
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { SECRET: { Ref: 'secret' }, TABLE: { Ref: 'table' } } },
    };
    expect(fitToEmulator({ Resources: { secret, lambda } }).Resources['lambda']?.Properties).toEqual({
      Environment: { SECRET: { 'Fn::GetAtt': ['secret', 'Id'] }, TABLE: { Ref: 'table' } },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { environmentNamed, synthesize } from './synthesis.ts';

const pepperSecretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:rollcall-pepper-a1B2c3';
const production = environmentNamed('production');
const before = synthesize(production);
const { dataTemplate, endpointTemplate } = synthesize({ ...production, pepperSecretArn });

describe('an environment whose pepper is gone for good', () => {
  it('lets every Lambda that knows keys read the secret that takes its place, and no other one', () => {
    const arnsIn = (template: typeof endpointTemplate): readonly unknown[] =>
      Object.values(template.findResources('AWS::Lambda::Function')).flatMap(
        ({ Properties }) => Properties.Environment.Variables.PEPPER_SECRET_ARN ?? [],
      );
    expect(arnsIn(before.endpointTemplate)).toHaveLength(6);
    expect(arnsIn(endpointTemplate)).toEqual(Array(6).fill(pepperSecretArn));
    const policies = JSON.stringify(endpointTemplate.findResources('AWS::IAM::Policy'));
    expect(policies.split(pepperSecretArn)).toHaveLength(7);
    expect(JSON.stringify(endpointTemplate.toJSON())).not.toMatch(/ImportValue":"[^"]*Pepper/u);
  });

  it('leaves the stack of the data as it is, what others import from it among it', () => {
    expect(JSON.stringify(before.endpointTemplate.toJSON())).toMatch(/ImportValue":"[^"]*Pepper/u);
    expect(dataTemplate.toJSON()).toEqual(before.dataTemplate.toJSON());
  });
});

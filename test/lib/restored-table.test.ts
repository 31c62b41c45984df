import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { environmentNamed, synthesize } from './synthesis.ts';

const name = 'rollcall-restored';
const streamArn = `arn:aws:dynamodb:eu-central-1:123456789012:table/${name}/stream/2026-11-24T00:00:00.000`;
const production = environmentNamed('production');
const before = synthesize(production);
const { app, dataTemplate, endpointTemplate } = synthesize({ ...production, restoredTable: { name, streamArn } });

describe('an environment with a restored table', () => {
  it('lets every Lambda that has a table use the restored one', () => {
    const functions = Object.values(endpointTemplate.findResources('AWS::Lambda::Function'));
    const tables = functions.flatMap(({ Properties }) => Properties.Environment.Variables.TABLE_NAME ?? []);
    expect(tables).not.toEqual([]);
    expect(new Set(tables)).toEqual(new Set([name]));
  });

  it('follows the stream of the restored table', () => {
    endpointTemplate.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: streamArn });
  });

  it('grants on the restored table and its index, and on the old one nothing', () => {
    const text = JSON.stringify(endpointTemplate.findResources('AWS::IAM::Policy'));
    expect(text).toContain(`:table/${name}"`);
    expect(text).toContain(`:table/${name}/index/Changed"`);
    expect(text).toContain(streamArn);
    expect(text).not.toMatch(/ImportValue":"[^"]*Table/u);
    const report = new AwsSolutionsChecks(app).validateScope(app);
    expect(report.violations).toEqual([]);
  });

  it('leaves the stack of the old table as it is, what others import from it among it', () => {
    expect(dataTemplate.toJSON()).toEqual(before.dataTemplate.toJSON());
    dataTemplate.hasOutput('*', { Export: { Name: Match.stringLikeRegexp('Table.*StreamArn') } });
  });
});

import { Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { productNamed } from '#domain/product.ts';
import { checkSettings } from '../../lib/check-settings.ts';
import { ScimEndpoint } from '../../lib/scim-endpoint.ts';
import { SettingError } from '../../lib/setting-error.ts';
import { namesAttribute, settingGroups, settingRules } from '../../lib/setting-rules.ts';
import { badSettings, goodSettings } from './settings.cases.ts';

const deployed = { owner: 'production', region: 'eu-central-1' };

function check(settings: object): () => void {
  return () => {
    checkSettings({ productName: 'Acme', ...settings }, deployed);
  };
}

describe('a setting that cannot be deployed', () => {
  it.each(badSettings)('is refused with one sentence: %o', (settings, sentence) => {
    expect(check(settings)).toThrow(new SettingError(sentence));
  });

  it('is refused whichever it is: each has a case', () => {
    const words = badSettings.map(([, sentence]) => sentence);
    const tried = [...Object.keys(settingRules), ...Object.keys(settingGroups)].filter((setting) =>
      words.some((sentence) => sentence.startsWith(`${setting} of `) || sentence.startsWith(`${setting}.`)),
    );
    expect(
      [...Object.keys(settingRules), ...Object.keys(settingGroups)].filter((name) => !tried.includes(name)),
    ).toEqual([]);
  });

  it('is refused where a product embeds the endpoint, by the place where that stands', () => {
    const stack = new Stack(undefined, 'Product');
    expect(() => new ScimEndpoint(stack, 'Scim', { productName: 'Acme', memorySize: 1 })).toThrow(
      'memorySize of Product/Scim is 1, which no Lambda can have: please give 128 to 10240 megabytes.',
    );
  });
});

it.each(goodSettings)('takes what can be deployed: %o', (settings) => {
  expect(check(settings)).not.toThrow();
});

it('asks no Region of a certificate where the Region is known at the deployment alone', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/abc';
  const settings = { productName: 'Acme', domain: { name: 'scim.example.com', certificateArn } };
  expect(() => checkSettings(settings, { owner: 'production', region: undefined })).not.toThrow();
});

it('takes the names of products that the Lambdas take, and no others', () => {
  const lambdasTake = (name: string): boolean => {
    try {
      return productNamed(name).name === name;
    } catch {
      return false;
    }
  };
  const names = ['Statsig', 'Acme Cloud', 'feature-flags 2', '365', '1Password', 'Übung', 'Café', '–', '', 'A', 'a b'];
  for (const name of names) expect([name, namesAttribute(name)]).toEqual([name, lambdasTake(name)]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (name) => {
      expect(namesAttribute(name)).toBe(lambdasTake(name));
    }),
  );
});

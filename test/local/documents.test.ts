import { describe, expect, it } from 'vitest';
import { documentServer } from '../../local/documents.ts';

const serve = documentServer('Feature Gate');

describe('the documents of the local server', () => {
  it('are found from /docs on', async () => {
    for (const path of ['/docs', '/docs/', '/docs?from=bookmark']) {
      expect(await serve('GET', path)).toEqual({ statusCode: 302, headers: { location: '/docs/reference.html' } });
    }
  });

  it.each([
    ['/docs/reference.html', 'text/html; charset=utf-8', '<title>Feature Gate provisioning: reference</title>'],
    ['/docs/openapi-scim.json', 'application/json', '"title": "Feature Gate SCIM API"'],
    ['/docs/openapi-admin.json', 'application/json', '"title": "Feature Gate admin API"'],
  ])('%s is there, in the words of the product', async (path, mediaType, words) => {
    const answers = [await serve('GET', path), await serve('HEAD', `${path}?again`)];
    for (const answer of answers) {
      expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': mediaType } });
      const { body = '' } = answer ?? {};
      expect([body.includes(words), /statsig/iu.test(body)]).toEqual([true, false]);
    }
  });

  it.each([
    ['GET', '/docs/../package.json'],
    ['GET', '/docs/data-model.md'],
    ['GET', '/docs/__proto__.json'],
    ['GET', '/documents'],
    ['GET', '/scim/v2/Users'],
    ['POST', '/docs'],
  ])('leave %s %s to the API', async (method, path) => {
    expect(await serve(method, path)).toBeUndefined();
  });
});

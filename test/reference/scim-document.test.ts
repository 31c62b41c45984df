import { describe, expect, it } from 'vitest';
import { productNamed } from '#domain/product.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import type { Operations } from '#http/operation.ts';
import { searchOperations } from '#http/search-operations.ts';
import { type Json, type JsonObject, isArray, isObject } from '#scim/json.ts';
import { readSearchRequest } from '#scim/search-request.ts';
import { queryParameters } from '../../reference/scim-parameters.ts';
import { scimBasePath, scimDocument } from '../../reference/scim-document.ts';
import { environmentNamed, synthesize } from '../lib/synthesis.ts';
import { allResources } from '../support/bulk.ts';
import { conformityTo, lintDescription, operationsOf } from '../support/openapi.ts';

const document = scimDocument(productNamed('Statsig'), '1.0.0');
const served: Operations = {
  ...allResources,
  ...searchOperations,
  ...bulkOperations(allResources),
  ...discoveryOperations('https://example.com'),
};

/** Every operation with the one that serves it; HEAD is served as GET. */
const pairs = operationsOf(document).map(({ method, path, operation }) => {
  const route = `${method.toUpperCase()} ${path}`;
  const name = `${method === 'head' ? 'GET' : method.toUpperCase()} ${path.slice(scimBasePath.length) || '/'}`;
  return { route, operation, served: served[name] };
});

/** The routes below a path that API Gateway has. */
function routesBelow(prefix: string): string[] {
  const { endpointTemplate } = synthesize(environmentNamed('development'));
  return Object.values(endpointTemplate.findResources('AWS::ApiGatewayV2::Route'))
    .map(({ Properties }) => (Properties as { readonly RouteKey: string }).RouteKey)
    .filter((key) => new RegExp(`^[A-Z]+ ${prefix}(?:/(?!v2)|$)`, 'u').test(key))
    .toSorted();
}

describe('the description of SCIM', () => {
  it('is OpenAPI 3.1 without a mistake', async () => {
    expect(await lintDescription(document)).toEqual([]);
  });

  it('has exactly the routes that API Gateway has, which are the same below /scim', () => {
    const described = pairs.map(({ route }) => route).toSorted();
    expect(described).toEqual(routesBelow('/scim/v2'));
    expect(described.map((route) => route.replace('/scim/v2', '/scim')).toSorted()).toEqual(routesBelow('/scim'));
  });

  it.each(pairs)('$route: asks for a key, and for a body, as the endpoint does', ({ operation, served: serving }) => {
    expect(serving).toBeDefined();
    expect(operation.security).toEqual(serving?.access === 'discovery' ? [{}, { scimKey: [] }] : undefined);
    expect(operation.requestBody !== undefined).toBe(
      serving !== undefined && 'takesBody' in serving && serving.takesBody,
    );
    expect(Object.hasOwn(operation.responses, 401)).toBe(true);
    expect(serving?.access === 'write' && !Object.hasOwn(operation.responses, 403)).toBe(false);
  });

  it('names each operation once', () => {
    const names = operationsOf(document).map(({ operation }) => operation.operationId);
    expect(names).toEqual([...new Set(names)]);
  });

  it('names the parameters of a search as they are read', () => {
    const body = Object.fromEntries(
      Object.keys(queryParameters).map((name) => [name, name.endsWith('ttributes') ? ['userName'] : '1']),
    );
    expect([...readSearchRequest(body).keys()]).toEqual(Object.keys(body).map((name) => name.toLowerCase()));
  });

  it('speaks of any product in its own words', () => {
    const text = JSON.stringify(scimDocument(productNamed('Feature Gate'), '1.0.0'));
    expect(text).toContain('featureGateOrgRole');
    expect(text).toContain('urn:ietf:params:scim:schemas:extension:featureGate:2.0:User');
    expect(text).toContain('FeatureGate-ProjectA-Admin');
    expect(text).not.toMatch(/statsig/iu);
  });
});

const conformity = conformityTo(document);

/** The examples of bodies, by where they stand. */
function examplesIn(value: Json, place: readonly string[] = []): readonly (readonly [string, JsonObject])[] {
  if (isArray(value)) return value.flatMap((item, index) => examplesIn(item, [...place, String(index)]));
  if (!isObject(value)) return [];
  const { examples } = value;
  const own = isObject(examples) && isObject(examples['real']) ? [[place.join(' '), examples['real']] as const] : [];
  return [...own, ...Object.entries(value).flatMap(([name, item]) => examplesIn(item, [...place, name]))];
}

describe('the examples in it', () => {
  const sent = operationsOf(document).flatMap(({ method, path, operation }) => {
    const { examples } = operation.requestBody?.content['application/scim+json'] ?? {};
    return examples === undefined
      ? []
      : [[operation.operationId, method, path, examples['real']?.['value'] ?? null] as const];
  });

  it('are there for every body that is sent or answered, but for the schemas together', () => {
    const lacking = operationsOf(document).flatMap(({ operation }) => {
      const { requestBody, responses } = operation;
      const answers = Object.entries(responses).flatMap(([status, response]) =>
        'content' in response ? [[status, response.content] as const] : [],
      );
      return [['body', requestBody?.content] as const, ...answers].flatMap(([what, content]) =>
        content !== undefined && Object.values(content).some(({ examples }) => examples === undefined)
          ? [`${operation.operationId} ${what}`]
          : [],
      );
    });
    expect(lacking).toEqual(['listSchemas 200']);
    expect(examplesIn(document as unknown as Json).length).toBeGreaterThan(20);
  });

  it.each(sent)('%s: is a body that the description allows', (_, method, path, body) => {
    expect(conformity.request(method, path, body)).toEqual([]);
  });
});

describe('the check of answers', () => {
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: '1' };
  const answer = {
    method: 'GET',
    path: '/scim/v2/Users/1',
    status: 200,
    mediaType: 'application/scim+json',
    body: user,
  };
  it.each([
    ['an answer as it is described', {}, []],
    ['another path', { path: '/scim/v2/Shoes/1' }, ['GET /scim/v2/Shoes/1 is not described.']],
    ['another status', { status: 418 }, ['getUser has no answer 418.']],
    ['another media type', { mediaType: 'text/html' }, ['getUser: 200 is never text/html.']],
    ['a body where there is none', { status: 304 }, ['getUser: 304 has no body.']],
    ['no body where there is one', { body: undefined }, ['getUser: 200 has a body.']],
    ['another type', { body: { ...user, active: 'yes' } }, ['getUser 200: /active must be boolean {"type":"boolean"}']],
    [
      'an attribute that nobody described',
      { body: { ...user, shoeSize: 7 } },
      ['getUser 200:  must NOT have additional properties {"additionalProperty":"shoeSize"}'],
    ],
  ])('tells %s', (_, difference, problems) => {
    expect(conformity.answer({ ...answer, ...difference })).toEqual(problems);
  });
});

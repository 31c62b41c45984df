import { describe, expect, it } from 'vitest';
import { productNamed } from '#domain/product.ts';
import { adminPrefix } from '#http/admin-operation.ts';
import { adminOperations } from '#http/admin-operations.ts';
import { adminDocument } from '../../reference/admin-document.ts';
import { environmentNamed, synthesize } from '../lib/synthesis.ts';
import { conformityTo, lintDescription, operationsOf } from '../support/openapi.ts';

const document = adminDocument(adminOperations, productNamed('Statsig'), '1.0.0');
const described = operationsOf(document);

describe('the description of the admin API', () => {
  it('is OpenAPI 3.1 without a mistake', async () => {
    expect(await lintDescription(document)).toEqual([]);
  });

  it('has exactly the routes for signed requests that API Gateway has', () => {
    const { endpointTemplate } = synthesize(environmentNamed('development'));
    const signed = Object.values(endpointTemplate.findResources('AWS::ApiGatewayV2::Route'))
      .map(({ Properties }) => Properties as { readonly RouteKey: string; readonly AuthorizationType?: string })
      .filter(({ AuthorizationType }) => AuthorizationType === 'AWS_IAM')
      .map(({ RouteKey }) => RouteKey);
    expect(described.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
      signed.toSorted(),
    );
  });

  it('names each operation and each variable of a path once', () => {
    const names = described.map(({ operation }) => operation.operationId);
    expect(names).toEqual([...new Set(names)]);
    for (const { path, operation } of described) {
      const variables = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
        $ref: `#/components/parameters/${name}`,
      }));
      expect((operation.parameters ?? []).slice(0, variables.length)).toEqual(variables);
    }
  });

  it('names the person for whom somebody acts wherever there is an organization', () => {
    const acting = described.filter(({ operation }) =>
      operation.parameters?.some((parameter) => '$ref' in parameter && parameter.$ref.endsWith('/onBehalfOf')),
    );
    expect(acting.map(({ path }) => path)).toEqual(
      described.map(({ path }) => path).filter((path) => path.startsWith(`${adminPrefix}/organizations/{org}`)),
    );
  });

  it('has a body and an example where an operation takes one', () => {
    const wanted = adminOperations.filter(({ body }) => body !== undefined).map(({ operationId }) => operationId);
    const found = described.filter(({ operation }) => operation.requestBody !== undefined);
    expect(found.map(({ operation }) => operation.operationId)).toEqual(wanted);
    const lacking = described.flatMap(({ method, operation: { operationId, requestBody, responses } }) => {
      const contents = [
        requestBody?.content,
        ...Object.values(responses).map((one) => ('content' in one ? one.content : undefined)),
      ];
      const bodies = contents.flatMap((content) => content?.['application/json'] ?? []);
      const examples = bodies.filter((body) => body.examples !== undefined);
      const least = (requestBody === undefined ? 0 : 1) + (method === 'head' || bodies.length === 0 ? 0 : 1);
      return examples.length < Math.min(least, bodies.length) ? [operationId] : [];
    });
    expect(lacking).toEqual([]);
  });

  it.each(
    described.flatMap(({ method, path, operation }) => {
      const { examples } = operation.requestBody?.content['application/json'] ?? {};
      return examples === undefined
        ? []
        : [[operation.operationId, method, path, examples['real']?.['value'] ?? null] as const];
    }),
  )('%s: the example is a body that it allows', (_, method, path, body) => {
    expect(conformityTo(document).request(method, path, body)).toEqual([]);
  });
});

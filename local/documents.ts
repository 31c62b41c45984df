import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { productNamed } from '#domain/product.ts';

/** Answers what asks for a document of this server; undefined for everything else, which is the API's. */
export type DocumentServer = (method: string, target: string) => Promise<APIGatewayProxyStructuredResultV2 | undefined>;

const mediaTypes: readonly (readonly [ending: string, mediaType: string])[] = [
  ['.html', 'text/html; charset=utf-8'],
  ['.json', 'application/json'],
  ['.md', 'text/markdown; charset=utf-8'],
];

/** Where the reference is, and in it the help on each refusal below its code. */
export const referencePath = '/docs/reference.html';

/**
 * Serves the reference and the descriptions of both APIs below `/docs`, in the words of the product. They are made from
 * the code, once, when somebody asks for the first of them.
 */
export function documentServer(productName: string): DocumentServer {
  let documents: Promise<Readonly<Record<string, string>>> | undefined;
  return async (method, target) => {
    const [path = ''] = target.split('?');
    if ((method !== 'GET' && method !== 'HEAD') || !/^\/docs(?:\/|$)/u.test(path)) return undefined;
    if (path === '/docs' || path === '/docs/') return { statusCode: 302, headers: { location: referencePath } };
    documents ??= makeDocuments(productName);
    const body = (await documents)[path.slice(1)];
    const [, mediaType] = mediaTypes.find(([ending]) => path.endsWith(ending)) ?? [];
    if (body === undefined || mediaType === undefined) return undefined;
    const headers = {
      'content-type': mediaType,
      'cache-control': 'no-store',
      // The page has its style within itself, and asks for nothing else.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    };
    return { statusCode: 200, headers, body };
  };
}

async function makeDocuments(productName: string): Promise<Readonly<Record<string, string>>> {
  // Not before it is needed: the server starts without it.
  const { generateDocuments } = await import('../reference/documents.ts');
  return generateDocuments(productNamed(productName));
}

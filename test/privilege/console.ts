type Json = Readonly<Record<string, unknown>>;

/** An answer, which has a body or none. */
export type Answer = { readonly status: number; readonly body: Json };

/** Sends a request below a base URL with a key. */
export type Send = (method: string, path: string, body?: object) => Promise<Answer>;

/** A client that throws where an answer is no success, and no refusal that is expected. */
export function client(baseUrl: string, key: string, refusals: readonly number[] = []): Send {
  return async (method, path, body) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    const { status } = response;
    if (status >= 400 && !refusals.includes(status)) {
      throw new Error(`${method} ${path} was answered with ${status}: ${text}`);
    }
    return { status, body: text === '' ? {} : (JSON.parse(text) as Json) };
  };
}

/** The id of what was made. */
export function idOf({ body }: Answer): string {
  return String(body['id']);
}

/** What was found. */
export function listOf({ body }: Answer): readonly Json[] {
  return (body['Resources'] ?? body['items'] ?? []) as readonly Json[];
}

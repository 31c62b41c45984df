/** A route as the template declares it, with the handler file that it leads to. */
export type Route = { readonly routeKey: string; readonly entry: string };

/** A route that takes a request, with what its variables stand for. */
export type RouteMatch = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

/**
 * Finds the route of a request as API Gateway does: fixed segments before variables, the method before `ANY`, then
 * `{name+}`, and `$default` for whatever no route takes. A variable stands for one segment, `{name+}` for all that follow.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const given = path.split('/');
  for (const pattern of patternsOf(routes)) {
    const pathParameters = matchPattern(pattern, method, given);
    if (pathParameters !== undefined) return { route: pattern.route, pathParameters };
  }
  return undefined;
}

/** A route taken apart; `rest` is the name of what stands for all that follows. */
type Pattern = {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly Segment[];
  readonly rest?: string;
};

/** A segment as it is written, or the name of the variable that stands for it. */
type Segment = { readonly text: string } | { readonly name: string };

const known = new WeakMap<readonly Route[], readonly Pattern[]>();

/** The patterns of routes in the order in which they are tried; they are the same for each request. */
function patternsOf(routes: readonly Route[]): readonly Pattern[] {
  const before = known.get(routes);
  if (before !== undefined) return before;
  const patterns = routes.map(patternOf).toSorted((one, other) => generality(one) - generality(other));
  known.set(routes, patterns);
  return patterns;
}

function patternOf(route: Route): Pattern {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const [, before = path, rest] = /^(.*)\/\{(\w+)\+\}$/u.exec(path) ?? [];
  const segments = before.split('/').map((text) => {
    const name = /^\{(\w+)\}$/u.exec(text)?.[1];
    return name === undefined ? { text } : { name };
  });
  return { route, method, segments, ...(rest !== undefined && { rest }) };
}

function matchPattern(pattern: Pattern, method: string, given: readonly string[]): Record<string, string> | undefined {
  if (pattern.route.routeKey === '$default') return {};
  if (pattern.method !== method && pattern.method !== 'ANY') return undefined;
  const { segments, rest } = pattern;
  const follows = rest === undefined ? '' : given.slice(segments.length).join('/');
  if (rest === undefined ? segments.length !== given.length : follows === '') return undefined;
  const parameters: Record<string, string> = rest === undefined ? {} : { [rest]: follows };
  for (const [place, segment] of segments.entries()) {
    const value = given[place] ?? '';
    if ('text' in segment ? segment.text !== value : value === '') return undefined;
    if ('name' in segment) parameters[segment.name] = value;
  }
  return parameters;
}

function generality({ route, method, segments, rest }: Pattern): number {
  if (route.routeKey === '$default') return Number.POSITIVE_INFINITY;
  const variables = segments.filter((segment) => 'name' in segment).length + (rest === undefined ? 0 : 1);
  return (rest === undefined ? 0 : 1_000) + variables * 2 + (method === 'ANY' ? 1 : 0);
}

/** A route as the template declares it, with the handler file that it leads to. */
export type Route = { readonly routeKey: string; readonly entry: string };

/** A route that takes a request, with what its variables stand for. */
export type RouteMatch = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

/**
 * Finds the route of a request as API Gateway does: fixed segments before variables, the method before `ANY`, then
 * `{name+}`, and `$default` for whatever no route takes. A variable stands for one segment, `{name+}` for all that follow.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const matches = routes.flatMap((route) => {
    const pathParameters = matchPath(route.routeKey, method, path);
    return pathParameters === undefined ? [] : [{ route, pathParameters }];
  });
  return matches.toSorted((one, other) => generality(one) - generality(other))[0];
}

function matchPath(routeKey: string, method: string, path: string): Record<string, string> | undefined {
  if (routeKey === '$default') return {};
  const [routeMethod = '', pattern = ''] = routeKey.split(' ');
  if (routeMethod !== method && routeMethod !== 'ANY') return undefined;
  const [, before = pattern, rest] = /^(.*)\/\{(\w+)\+\}$/u.exec(pattern) ?? [];
  const wanted = before.split('/');
  const given = path.split('/');
  const follows = rest === undefined ? '' : given.splice(wanted.length).join('/');
  if (rest !== undefined && follows === '') return undefined;
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = rest === undefined ? {} : { [rest]: follows };
  for (const [place, segment] of wanted.entries()) {
    const value = given[place] ?? '';
    const name = /^\{(\w+)\}$/u.exec(segment)?.[1];
    if (name === undefined ? segment !== value : value === '') return undefined;
    if (name !== undefined) parameters[name] = value;
  }
  return parameters;
}

function generality({ route, pathParameters }: RouteMatch): number {
  if (route.routeKey === '$default') return Number.POSITIVE_INFINITY;
  const greedy = route.routeKey.endsWith('+}') ? 1_000 : 0;
  return greedy + Object.keys(pathParameters).length * 2 + (route.routeKey.startsWith('ANY ') ? 1 : 0);
}

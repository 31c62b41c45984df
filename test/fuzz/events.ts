import { hashKey } from '#domain/keys.ts';
import type { GatewayEvent, GatewayResponse } from '#http/operation.ts';
import { tableRegistry } from '#storage/registry.ts';
import { createKey } from '#domain/founding.ts';
import { requireUnchanged } from '../attack/checks.ts';
import { type Random, randomOf } from '../attack/random.ts';
import { openLambdas } from '../security/lambdas.ts';
import { pepperText, startTestTable } from '../support/engine.ts';
import { foundWorld, idOf } from '../support/world.ts';
import { problemOf, problemsOfLog } from './answers.ts';
import { bodyOf, headersOf, type Known, methodText, targetText } from './edge-texts.ts';
import type { Outcome } from './outcome.ts';

const adminKey = `admin-${'f'.repeat(43)}`;

/** Sends events that the gateway makes of odd requests, and some that it never makes, to the Lambdas on an embedded table. */
export async function fuzzEvents(seed: number, count: number): Promise<Outcome> {
  const table = await startTestTable();
  const statuses = new Map<number, number>();
  const findings: string[] = [];
  const lines: string[] = [];
  try {
    const registry = tableRegistry(table);
    const lambdas = await openLambdas(registry, {
      adminKey,
      writeLine: (line) => void lines.push(JSON.stringify(line)),
    });
    const world = await foundWorld({ registry });
    const { organization, directory, clock } = world;
    const { key } = await createKey(directory, { organizationId: organization.id, name: 'Fuzz', scope: 'full' }, clock);
    const user = await world.createUser('ann@example.com');
    const groupId = await world.groupNamed('Statsig-ProjectA-Admin');
    const known: Known = { key, adminKey, organizationId: organization.id, userId: idOf(user), groupId };
    const secrets = [hashKey(key), pepperText, adminKey, organization.secret];
    for (let input = 0; input < count && findings.length < 20; input += 1) {
      const random = randomOf(seed, input);
      const url = targetText(random, known);
      const headers = headersOf(random, known, url.includes('/admin'));
      const request = { method: methodText(random), url, headers, body: bodyOf(random) };
      const shown = `${request.method} ${url} ${JSON.stringify(headers)} ${request.body.toString().slice(0, 2_000)}`;
      try {
        const response = await lambdas.call(request, (event) => alter(random, event));
        statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
        const problem = problemOf(answeredBy(response), secrets);
        if (problem !== undefined) findings.push(`event ${input}: ${problem}\n  ${shown}`);
      } catch (error) {
        findings.push(`event ${input}: throws ${String(error)}\n  ${shown}`);
      }
    }
    findings.push(...problemsOfLog(lines.join('\n'), [key, ...secrets]).slice(0, 20));
  } finally {
    await table.stop();
  }
  requireUnchanged();
  return {
    what: 'events to the Lambdas',
    inputs: [...statuses.values()].reduce((sum, one) => sum + one, 0),
    statuses,
    findings,
  };
}

/** What a gateway may hand over: encodings that do not hold, and parts that are missing. */
function alter(random: Random, event: GatewayEvent): GatewayEvent {
  switch (random.below(12)) {
    case 0:
      return { ...event, isBase64Encoded: !event.isBase64Encoded };
    case 1:
      return { ...event, body: '%%% no base64 %%%', isBase64Encoded: true };
    case 2: {
      const { body: _, ...rest } = event;
      return { ...rest, isBase64Encoded: true };
    }
    case 3:
      return {
        ...event,
        rawQueryString: random.pick(['%', '%ff=%fe', '=&=&', 'count=1&count=2&COUNT=3', 'filter', '__proto__=1']),
      };
    case 4:
      return {
        ...event,
        ...(event.pathParameters && {
          pathParameters: {
            ...event.pathParameters,
            id: random.pick(['__proto__', '', '\0', '🙂', 'a'.repeat(5_000)]),
          },
        }),
      };
    default:
      return event;
  }
}

function answeredBy({ statusCode, headers = {}, body = '', isBase64Encoded = false }: GatewayResponse) {
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

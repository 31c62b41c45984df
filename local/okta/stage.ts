import { isObject, type JsonObject } from '#scim/json.ts';
import { findProblems, type Expectation } from './answer.ts';
import type { Exchange, ScimRequest, Send } from './client.ts';
import { exchangeLine, oktaMessage, type Write } from './report.ts';

/** One exchange of the play. */
export type Step = {
  readonly what: string;
  readonly request: ScimRequest;
  readonly expect: Expectation;
  /** What Okta calls the task in the message that it shows after a refusal. */
  readonly task?: string;
  /** What Okta shows when it went well. */
  readonly shows?: string;
  /** With another key than the one being tried. */
  readonly send?: Send;
};

/** Where the play takes place: performs steps, keeps what was wrong and what has to be cleaned up. */
export type Stage = {
  chapter(title: string): void;
  perform(step: Step): Promise<Exchange>;
  /** Performs a step whose answer the rest cannot do without: a resource. */
  obtain(step: Step): Promise<JsonObject>;
  /** Notes something wrong that no single answer shows. */
  complain(rule: string, sentence: string): void;
  /** What was created here and still exists, as paths, the latest first. */
  leftovers(): readonly string[];
  readonly wrong: string[];
  exchanges(): number;
  /** True once a request got no answer at all. */
  lost(): boolean;
};

/** Opens a stage on one endpoint. */
export function openStage(send: Send, write: Write): Stage {
  const wrong: string[] = [];
  const made = new Set<string>();
  let title = '';
  let exchanges = 0;
  let lost = false;

  const complain = (rule: string, sentence: string): void => {
    wrong.push(`${title}: ${sentence} (${rule})`);
    write(`      wrong: ${sentence} (${rule})`);
  };

  const perform = async (step: Step): Promise<Exchange> => {
    const exchange = await (step.send ?? send)(step.request).catch((error: unknown) => {
      lost = true;
      throw error;
    });
    exchanges += 1;
    remember(made, exchange);
    const problems = findProblems(exchange, step.expect);
    write(exchangeLine(step.what, exchange, problems.length === 0));
    if (exchange.status >= 400 && step.task !== undefined)
      write(`      Okta shows: ${oktaMessage(step.task, exchange)}`);
    else if (problems.length === 0 && step.shows !== undefined) write(`      Okta shows: ${step.shows}`);
    for (const problem of problems) {
      complain(step.expect.rule, `${step.what}: ${step.request.method} ${step.request.path}: ${problem}`);
    }
    if (problems.length > 0) write(`      the answer was: ${exchange.text.slice(0, 400) || '(no body)'}`);
    return exchange;
  };

  return {
    wrong,
    complain,
    perform,
    chapter: (name) => {
      title = name;
      write('');
      write(name);
    },
    obtain: async (step) => {
      const { body } = await perform(step);
      if (isObject(body) && typeof body['id'] === 'string') return body;
      throw new Error(`"${step.what}" gave no resource, and the rest of the chapter needs one`);
    },
    leftovers: () => [...made].toReversed(),
    exchanges: () => exchanges,
    lost: () => lost,
  };
}

function remember(made: Set<string>, { request, status, body }: Exchange): void {
  if (request.method === 'POST' && status === 201 && isObject(body)) made.add(`${request.path}/${String(body['id'])}`);
  if (request.method === 'DELETE' && (status === 204 || status === 404)) made.delete(request.path);
}

import * as z from 'zod';
import { type Failure, refused, unreachable } from './failure.ts';
import { clean } from './text.ts';

// A problem document (RFC 9457) as the admin API writes it; what else it holds is kept.
const problemSchema = z.looseObject({
  type: z.string().optional(),
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  code: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string(), detail: z.string() })).optional(),
});
type Problem = z.infer<typeof problemSchema>;

/** The failure that an answer of the admin API stands for, in the words that it gave. */
export function failureOf(status: number, body: unknown, baseUrl: string): Failure {
  const { data: problem } = problemSchema.safeParse(body);
  if (problem === undefined) return strangeAnswer(status, body, baseUrl);
  if (problem.status === 401) return Object.assign(unreachable(describeProblem(problem)), { document: problem });
  return refused(describeProblem(problem), problem);
}

/** A problem in lines for people: what was refused, what to do, and where to read on. */
function describeProblem({ type, title, status, detail = '', code, requestId, errors = [] }: Problem): string {
  // A title may be the sentence that the detail opens with, its names replaced by an ellipsis.
  const sameWords = detail.startsWith(title.split('…')[0]?.trim() ?? '');
  const lines = [
    `${status >= 500 ? 'Failed' : 'Refused'} (${status}): ${sameWords ? detail : title}`,
    ...(sameWords || detail === '' ? [] : [detail]),
    ...errors.map((error) => `  ${error.pointer === '' ? 'the body' : error.pointer}: ${error.detail}`),
    ...helpLines(type, code),
    ...(status >= 500 && requestId !== undefined ? [`Request id: ${requestId}`] : []),
  ];
  return lines.map((line) => clean(line)).join('\n');
}

/** Where help is: at the URL that the problem names, else in this project's documents. */
function helpLines(type: string | undefined, code: string | undefined): readonly string[] {
  if (type !== undefined && type !== 'about:blank') return [`Help: ${type}`];
  return code === undefined ? [] : [`Help: docs/troubleshooting.md#${code}`];
}

/** What is no problem document comes from whatever stands before the admin API, or from something else altogether. */
function strangeAnswer(status: number, body: unknown, baseUrl: string): Failure {
  const { data: gateway } = z.object({ message: z.string() }).safeParse(body);
  if (gateway !== undefined && (status === 401 || status === 403)) {
    return unreachable(
      `AWS refuses the call: ${gateway.message}. Please use a principal that may call execute-api:Invoke on this API ` +
        '(--profile chooses other credentials), and check the region (--region).',
    );
  }
  if (gateway !== undefined && status >= 500) {
    return refused(`The service is not available at the moment (${status}: ${gateway.message}). Please try again.`);
  }
  return unreachable(
    `${baseUrl} answers with ${status}, and not as the admin API does. Please check the endpoint: its URL ends in /admin/v1.`,
  );
}

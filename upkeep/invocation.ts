import * as z from 'zod';
import type { StreamRecord } from '#storage/table-record.ts';

const event = z.object({ Records: z.array(z.record(z.string(), z.unknown())) });

/** What Lambda leaves in a bucket of an invocation that it gave up: the event as text within the text. */
const invocation = z.object({ payload: z.string() });

/** The records of an invocation that was given up, or of an event itself; undefined where a text is neither. */
export function readInvocation(text: string): readonly StreamRecord[] | undefined {
  const whole = parse(text);
  const { data: left } = invocation.safeParse(whole);
  const { data: given } = event.safeParse(left === undefined ? whole : parse(left.payload));
  return given?.Records;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What is no JSON is none of these either, which the caller says.
    return undefined;
  }
}

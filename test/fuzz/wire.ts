import type { Answered } from './answers.ts';

/** Reads the answers to the requests in `sent`, one after the other; undefined for what is no HTTP. */
export function readAnswers(received: Buffer, sent: Buffer): readonly (Answered | undefined)[] {
  const answers: (Answered | undefined)[] = [];
  const isHead = sent.subarray(0, 5).toString('latin1') === 'HEAD ';
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [line = '', ...fields] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /u.exec(line)?.[1]);
    if (end === -1 || Number.isNaN(status)) return [...answers, undefined];
    const headers = Object.fromEntries(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
      }),
    );
    rest = rest.subarray(end + 4);
    // An interim answer precedes the one that counts (RFC 9110 §15.2).
    if (status === 100) continue;
    // Whoever could not read the request does not know that it was one of HEAD, and ends the connection.
    const isUnread = headers['connection'] === 'close' && rest.length > 0;
    const length = isHead && answers.length === 0 && !isUnread ? 0 : Number(headers['content-length'] ?? 0);
    answers.push({ status, headers, body: rest.subarray(0, length) });
    rest = rest.subarray(length);
  }
  return answers;
}

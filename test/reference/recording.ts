import { createHash } from 'node:crypto';
import type { JsonObject } from '#scim/json.ts';

/** The bodies of exchanges, by operation: what is sent, and what is answered under its status. */
export type Recording = Record<string, { request?: JsonObject; answers: Record<string, JsonObject> }>;

/** Ids that are the same in every run, and look like those that are not. */
export function repeatableIds(): () => string {
  let made = 0;
  return () => {
    made += 1;
    const hex = createHash('sha256').update(String(made)).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}

/** The recording as a file keeps it: the same moment everywhere, no secret, and a host that stands for any. */
export function printRecording(recording: Recording): string {
  const text = JSON.stringify(recording, null, 2)
    .replaceAll(/202\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/gu, '2026-11-23T12:00:00.000Z')
    .replaceAll(/"requestId": "[^"]+"/gu, '"requestId": "5c1f0e7a-9d34-4b62-8a51-7e2d90c4f3b8"')
    .replaceAll(/"nextCursor": "[^"]+"/gu, '"nextCursor": "RDDF2YTC5VhS-ODXMPTPFFUr-PNj1LjhjTbQ78Cnncy9Ig"')
    .replaceAll(/scim-\w{40,}/gu, 'scim-…')
    .replaceAll('api.test', 'api.example.com');
  return `${text}\n`;
}

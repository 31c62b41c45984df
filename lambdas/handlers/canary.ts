import { canary } from '#http/canary.ts';
import { readCanaryKey } from '#storage/canary-key.ts';
import { readCanarySettings } from '../settings-of-canary.ts';

const { SCIM_BASE_URL: scimBaseUrl, CANARY_SECRET_ARN: secretArn } = readCanarySettings(process.env);

/** Plays a small round of Okta against an organization of its own, over the URL that identity providers use. */
export const handler = canary({
  scimBaseUrl,
  readKey: () => readCanaryKey({ secretArn, environment: process.env }),
});

/** What the canary is told through its environment. */
export type CanarySettings = {
  /** The endpoint as identity providers have it. */
  readonly SCIM_BASE_URL: string;
  /** The secret that holds the SCIM key of its organization. */
  readonly CANARY_SECRET_ARN: string;
};

/** Reads the environment. Throws one sentence that names each variable that is missing. */
export function readCanarySettings(environment: Readonly<Record<string, string | undefined>>): CanarySettings {
  const read = (name: keyof CanarySettings): string => environment[name] ?? '';
  const settings = { SCIM_BASE_URL: read('SCIM_BASE_URL'), CANARY_SECRET_ARN: read('CANARY_SECRET_ARN') };
  const missing = Object.entries(settings).flatMap(([name, value]) => (value === '' ? [name] : []));
  if (missing.length === 0) return settings;
  throw new Error(`The environment of the canary is not usable. It is missing: ${missing.join(', ')}`);
}

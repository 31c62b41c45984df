import { expect } from 'vitest';
import { ScimError, type ScimType } from '#scim/errors.ts';

/** The refusal that the action throws, or undefined where it throws nothing; whatever else is thrown is thrown on. */
export function refusalIn(action: () => unknown): ScimError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

/** The refusal that the action throws; fails where it throws nothing, or something else. */
export function refusalOf(action: () => unknown): ScimError {
  const refusal = refusalIn(action);
  if (refusal === undefined) throw new Error('nothing was refused');
  return refusal;
}

/** Expects a refusal of that kind whose detail contains the text. */
export function expectRefusal(action: () => unknown, scimType: ScimType, detail: string): void {
  const refusal = refusalOf(action);
  expect({ status: refusal.status, scimType: refusal.scimType }).toEqual({ status: 400, scimType });
  expect(refusal.detail).toContain(detail);
}

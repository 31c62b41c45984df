import { expect } from 'vitest';
import { ScimError, type ScimType } from '#scim/errors.ts';

/** The refusal that the action throws; fails where it throws nothing, or something else. */
export function refusalOf(action: () => unknown): ScimError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Expects a refusal of that kind whose detail contains the text. */
export function expectRefusal(action: () => unknown, scimType: ScimType, detail: string): void {
  const refusal = refusalOf(action);
  expect({ status: refusal.status, scimType: refusal.scimType }).toEqual({ status: 400, scimType });
  expect(refusal.detail).toContain(detail);
}

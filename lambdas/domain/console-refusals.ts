import type { ScimError } from '#scim/errors.ts';
import { coded, invalidCursor } from '#scim/errors.ts';

/** The refusals of the Console alone, in sentences for whoever administers the organization there. */
export const consoleRefusals = coded({
  cursorInvalid(): ScimError {
    return invalidCursor(
      'The cursor is not one that this list was given. Please begin again without a cursor, and ask each page with ' +
        'the same parameters.',
    );
  },
});

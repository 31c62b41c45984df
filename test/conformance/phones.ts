import type { JsonObject } from '../../lambdas/scim/json.ts';

const phone = (type: string): JsonObject => ({ value: `+1-${type}`, type });

/** Three values of `phoneNumbers`, told apart by their type. */
export const [work, home, other] = [phone('work'), phone('home'), phone('other')];

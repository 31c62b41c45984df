import { readChange } from '#domain/console-changes.ts';
import { type AdminOperation, organizationOperation } from './admin-operation.ts';
import { changeSchema } from './admin-schemas.ts';

/** Changes that outlast their request. */
export const changeOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'GET',
    path: '/changes/{id}',
    operationId: 'readChange',
    tag: 'Changes',
    summary: 'Follow a change that was answered with 202',
    description: 'It can be read for 30 days after it is done, and though the organization is gone by it.',
    evenRemoved: true,
    answers: { 200: changeSchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readChange(console, id) }),
  }),
];

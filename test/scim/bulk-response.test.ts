import { expect, it } from 'vitest';
import { bulkResponse } from '#scim/bulk-response.ts';
import { conflict } from '#scim/errors.ts';

it('RFC 7644 §3.7: shows the status as a text, and a body only where an operation was refused', () => {
  const location = 'https://api.test/scim/v2/Users/1';
  const results = [
    { method: 'POST', bulkId: 'a', location, version: 'W/"1.1"', status: 201 },
    { status: 409, refusal: conflict('No. Please try.') },
  ];
  expect(bulkResponse(results)).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
    Operations: [
      { method: 'POST', bulkId: 'a', location, version: 'W/"1.1"', status: '201' },
      {
        status: '409',
        response: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          status: '409',
          detail: 'No. Please try.',
        },
      },
    ],
  });
});

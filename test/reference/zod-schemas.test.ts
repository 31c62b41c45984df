import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { schemaCollector } from '../../reference/zod-schemas.ts';

describe('schemas of zod', () => {
  it('become components where they have a name, and stand in their place where they have none', () => {
    const { collect, components } = schemaCollector();
    const color = z.enum(['red', 'blue']).meta({ id: 'Color', description: 'A color.' });
    expect(collect(z.object({ color, size: z.int().exactOptional() }), 'output')).toEqual({
      type: 'object',
      properties: { color: { $ref: '#/components/schemas/Color' }, size: { type: 'integer' } },
      required: ['color'],
    });
    expect(collect(color, 'input')).toEqual({ $ref: '#/components/schemas/Color' });
    expect(components()).toEqual({ Color: { type: 'string', enum: ['red', 'blue'], description: 'A color.' } });
  });

  it('leave open what is not strict, and keep the bounds that tell something', () => {
    const { collect } = schemaCollector();
    expect(collect(z.strictObject({ count: z.int().min(0).max(9), at: z.iso.datetime() }), 'input')).toEqual({
      type: 'object',
      properties: {
        count: { type: 'integer', minimum: 0, maximum: 9 },
        at: { type: 'string', format: 'date-time' },
      },
      required: ['count', 'at'],
      additionalProperties: false,
    });
    expect(collect(z.object({ name: z.string().default('none') }), 'input')).toEqual({
      type: 'object',
      properties: { name: { type: 'string', default: 'none' } },
    });
  });

  it('never share a name', () => {
    const { collect } = schemaCollector();
    collect(z.object({ a: z.string() }).meta({ id: 'Thing' }), 'input');
    collect(z.object({ a: z.string() }).meta({ id: 'Other' }), 'input');
    expect(() => collect(z.object({ b: z.string().meta({ id: 'Thing' }) }), 'output')).toThrow(
      'Two different schemas have the name Thing.',
    );
  });
});

import fc from 'fast-check';
import { z } from '../../../src-shared/contracts/zod.ts';

type Json = Record<string, unknown> & { properties?: Record<string, Json>; anyOf?: Json[]; items?: Json };

const FLOAT64 = 'x-float64';

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom') (jsonSchema as Json)[FLOAT64] = true;
    },
  }) as Json;
}

function objects(json: Json): fc.Arbitrary<unknown> {
  const required = new Set((json['required'] as string[] | undefined) ?? []);
  const fields = Object.entries(json.properties ?? {}).map(
    ([name, field]) => [name, arbitrary(field)] as const,
  );
  const more = json['additionalProperties'];
  if (typeof more === 'object' && fields.length === 0) {
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), arbitrary(more as Json), { maxKeys: 4 });
  }
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] as never[] });
}

function numbers(json: Json): fc.Arbitrary<number> {
  const least = Math.max(-1e9, (json['minimum'] as number | undefined) ?? -1e9);
  const most = Math.min(1e9, (json['maximum'] as number | undefined) ?? 1e9);
  return json['type'] === 'integer'
    ? fc.integer({ min: Math.ceil(least), max: Math.floor(most) })
    : fc.double({ min: least, max: most, noNaN: true });
}

function arbitrary(json: Json): fc.Arbitrary<unknown> {
  if (json[FLOAT64]) return fc.float64Array({ maxLength: 4 });
  if ('const' in json) return fc.constant(json['const']);
  if (Array.isArray(json['enum'])) return fc.constantFrom(...(json['enum'] as unknown[]));
  const choices = json.anyOf ?? (json['oneOf'] as Json[] | undefined);
  if (choices) return fc.oneof(...choices.map(arbitrary));
  const { type } = json;
  if (Array.isArray(type)) return fc.oneof(...type.map((one: unknown) => arbitrary({ ...json, type: one })));
  if (json['format'] === 'date-time')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const minLength = (json['minLength'] as number | undefined) ?? 0;
  const maxLength = Math.min((json['maxLength'] as number | undefined) ?? 40, minLength + 40);
  switch (type) {
    case 'string':
      return fc.string({ minLength, maxLength, unit: 'binary' });
    case 'boolean':
      return fc.boolean();
    case 'number':
    case 'integer':
      return numbers(json);
    case 'null':
      return fc.constant(null);
    case 'array': {
      const least = (json['minItems'] as number | undefined) ?? 0;
      return fc.array(arbitrary(json.items ?? {}), { minLength: least, maxLength: least + 3 });
    }
    case 'object':
      return objects(json);
    default:
      return fc.jsonValue();
  }
}

/** Values of a schema; the few that a refinement refuses are among them. */
export function valuesOf(schema: z.ZodType, io: 'input' | 'output'): fc.Arbitrary<unknown> {
  return arbitrary(schemaOf(schema, io));
}

function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return fc.anything();
  const keys = Object.keys(value);
  const added = fc
    .tuple(fc.constantFrom('more', '__proto__x', 'constructor', 'toString', ''), fc.anything())
    .map(([key, other]) => ({ ...value, [key]: other }));
  if (keys.length === 0) return added;
  const key = fc.constantFrom(...keys);
  return fc.oneof(
    added,
    key.map((one) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== one))),
    fc.tuple(key, fc.anything()).map(([one, other]) => ({ ...value, [one]: other })),
    key.map((one) => ({ ...value, [one]: 'x'.repeat(2_000_000) })),
    key.map((one) => ({ ...value, [one]: { nested: value, deeper: [[[[value]]]] } })),
  );
}

/** Values around a schema: its own with one thing wrong, and any others. Most are against it. */
export function strangersTo(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: valuesOf(schema, 'input').chain(spoiled) }, fc.anything());
}

import { isRecord } from '../../src/util/guards.ts';

/** The words of JSON Schema that docs/schemas are written in. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

/** The types of JSON Schema that a value has. */
function typesOf(value: unknown): readonly string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

/** The schema of a key: its own, or that of all others; undefined where it must not be there. */
function schemaOf(key: string, { properties = {}, additionalProperties = true }: Schema): Schema | undefined {
  if (Object.hasOwn(properties, key)) return properties[key];
  if (typeof additionalProperties === 'object') return additionalProperties;
  return additionalProperties ? {} : undefined;
}

/** Where a value is not what a schema says, as sentences; none where it is. */
export function violations(value: unknown, schema: Schema, at = '$'): string[] {
  const { type, required = [], items = {} } = schema;
  const types = typesOf(value);
  if (type !== undefined && ![type].flat().some((name) => types.includes(name)))
    return [`${at} is ${types[0]}, not ${[type].flat().join(' or ')}`];
  if (schema.enum && !schema.enum.includes(value))
    return [`${at} is ${JSON.stringify(value)}, not one of ${JSON.stringify(schema.enum)}`];
  if (Array.isArray(value)) return value.flatMap((one, i) => violations(one, items, `${at}[${i}]`));
  if (!isRecord(value)) return [];
  const missing = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => `${at}.${key} is missing`);
  const wrong = Object.entries(value).flatMap(([key, one]) => {
    const inner = schemaOf(key, schema);
    return inner ? violations(one, inner, `${at}.${key}`) : [`${at}.${key} is not in the schema`];
  });
  return [...missing, ...wrong];
}

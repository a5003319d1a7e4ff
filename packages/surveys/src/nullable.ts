import type { AvroSchema } from '@fritz/formats';

/** The type beside null of a nullable union; other schemas are returned as they are. */
export function withoutNull(schema: AvroSchema): { schema: AvroSchema; nullable: boolean } {
  if (schema.type !== 'union') return { schema, nullable: schema.type === 'null' };
  const others = schema.branches.filter((branch) => branch.type !== 'null');
  const [only] = others;
  const nullable = others.length < schema.branches.length;
  return others.length === 1 && only ? { schema: only, nullable } : { schema, nullable };
}

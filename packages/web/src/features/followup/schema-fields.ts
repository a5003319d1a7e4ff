/** A field of a form, of what JSON Schema says of it. */
export type FormField = {
  readonly name: string;
  readonly title: string;
  readonly kind: 'text' | 'number' | 'date' | 'choice' | 'choices' | 'switch';
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly usual: unknown;
  readonly least: number | undefined;
  readonly most: number | undefined;
};

type Schema = Readonly<Record<string, unknown>>;
export type FormValues = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);

function kindOf(schema: Schema): FormField['kind'] {
  if (schema.type === 'array') return 'choices';
  if (schema.type === 'boolean') return 'switch';
  if (Array.isArray(schema.enum)) return 'choice';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  // A moment is written by hand; a day is picked.
  const isDay = schema.format === 'date' && !String(schema.default ?? '').includes(':');
  return isDay ? 'date' : 'text';
}

function fieldsOf(schema: Schema): FormField[] {
  const required = texts(schema.required);
  return Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(
    ([name, part]) => {
      if (!isSchema(part)) return [];
      const items = isSchema(part.items) ? part.items : {};
      return [
        {
          name,
          title: typeof part.title === 'string' ? part.title : name,
          kind: kindOf(part),
          choices: texts(part.type === 'array' ? items.enum : part.enum),
          isRequired: required.includes(name),
          usual: part.default,
          least: numberOf(part.minimum),
          most: numberOf(part.maximum),
        },
      ];
    },
  );
}

/** The fields of a form as it is filled in so far: with those that depend on what was chosen. */
export function formFields(schema: Schema, values: FormValues): readonly FormField[] {
  const fields = fieldsOf(schema);
  const dependencies = isSchema(schema.dependencies) ? schema.dependencies : {};
  for (const [name, rule] of Object.entries(dependencies)) {
    const branches = isSchema(rule) && Array.isArray(rule.oneOf) ? rule.oneOf.filter(isSchema) : [];
    const chosen = branches.find((branch) => {
      const of = isSchema(branch.properties) ? branch.properties[name] : undefined;
      return isSchema(of) && Array.isArray(of.enum) && of.enum.includes(values[name]);
    });
    if (chosen === undefined) continue;
    const more = fieldsOf(chosen).filter((field) => field.name !== name);
    const at = fields.findIndex((field) => field.name === name);
    fields.splice(at + 1, 0, ...more);
  }
  return fields;
}

/** What a form begins with. */
export function usualValues(schema: Schema): FormValues {
  return Object.fromEntries(
    fieldsOf(schema).flatMap(({ name, usual, kind }) => {
      if (usual !== undefined) return [[name, usual]];
      return kind === 'choices' ? [[name, []]] : [];
    }),
  );
}

/** What is sent: of the fields that are shown, those that say something. */
export function filledIn(fields: readonly FormField[], values: FormValues): FormValues {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = values[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/** What was asked for, in the form's order and words, which have the units; its own names without a form. */
export function describePayload(schema: unknown, payload: FormValues): string {
  const fields = isSchema(schema) ? formFields(schema, payload) : [];
  const known = fields.filter(({ name }) => name in payload);
  const rest = Object.keys(payload).filter((name) => !known.some((field) => field.name === name));
  const words = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value));
  return [
    ...known.map(({ name, title }) => `${title} ${words(payload[name])}`),
    ...rest.map((name) => `${name.replaceAll('_', ' ')} ${words(payload[name])}`),
  ].join(' · ');
}

/** What is wrong with a field of a form. */
export interface FormProblem {
  field: string;
  message: string;
}

type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

/** A day or a moment that the calendar has. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(text)) return false;
  const midnight = new Date(`${text.slice(0, 10)}T00:00Z`);
  if (Number.isNaN(midnight.getTime())) return false;
  if (!midnight.toISOString().startsWith(text.slice(0, 10))) return false;
  return text.length === 10 || !Number.isNaN(Date.parse(text.replace(' ', 'T')));
}

/**
 * Looks at what was filled in by a facility's form: the words of JSON Schema that forms are made of.
 * What a form does not name is let through, as SkyPortal's clients send it.
 */
export function checkForm(schema: Schema, value: unknown, field = 'payload'): FormProblem[] {
  const problem = (message: string): FormProblem[] => [{ field, message }];
  const { type, enum: values } = schema;
  if (typeof type === 'string' && !types[type]?.(value)) return problem(`is no ${type}`);
  if (Array.isArray(values) && !values.includes(value)) {
    return problem(`is none of ${values.join(', ')}`);
  }
  if (typeof value === 'number') return checkNumber(schema, value, field);
  if (typeof value === 'string') return checkText(schema, value, field);
  if (Array.isArray(value)) return checkList(schema, value, field);
  return isObject(value) ? checkFields(schema, value, field) : [];
}

function checkNumber(schema: Schema, value: number, field: string): FormProblem[] {
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number' && value < minimum) {
    return [{ field, message: `is below ${minimum}` }];
  }
  if (typeof maximum === 'number' && value > maximum) {
    return [{ field, message: `is above ${maximum}` }];
  }
  return [];
}

function checkText(schema: Schema, value: string, field: string): FormProblem[] {
  const { format, minLength, maxLength = 10_000 } = schema;
  if (format === 'date' && !isDate(value)) return [{ field, message: 'is not a date' }];
  if (typeof minLength === 'number' && value.length < minLength) {
    return [{ field, message: 'is empty' }];
  }
  if (typeof maxLength === 'number' && value.length > maxLength) {
    return [{ field, message: 'is too long' }];
  }
  return [];
}

function checkList(schema: Schema, value: readonly unknown[], field: string): FormProblem[] {
  const { minItems, uniqueItems, items } = schema;
  if (typeof minItems === 'number' && value.length < minItems) {
    return [{ field, message: `has fewer than ${minItems}` }];
  }
  if (uniqueItems === true && new Set(value).size < value.length) {
    return [{ field, message: 'has something twice' }];
  }
  if (!isObject(items)) return [];
  return value.flatMap((one, index) => checkForm(items, one, `${field}.${index}`));
}

function checkFields(schema: Schema, value: Record<string, unknown>, field: string): FormProblem[] {
  const { properties, required, dependencies } = schema;
  const problems: FormProblem[] = [];
  for (const name of Array.isArray(required) ? required : []) {
    if (value[name] === undefined || value[name] === null) {
      problems.push({ field: `${field}.${name}`, message: 'is missing' });
    }
  }
  for (const [name, part] of Object.entries(isObject(properties) ? properties : {})) {
    const given = value[name];
    if (given === undefined || given === null || !isObject(part)) continue;
    problems.push(...checkForm(part, given, `${field}.${name}`));
  }
  for (const [name, rule] of Object.entries(isObject(dependencies) ? dependencies : {})) {
    if (value[name] === undefined || !isObject(rule) || !Array.isArray(rule.oneOf)) continue;
    problems.push(...checkBranch(rule.oneOf, value, { field, name }));
  }
  return problems;
}

/** Of the branches that depend on a field, the one that its value chooses. */
function checkBranch(
  branches: readonly unknown[],
  value: Record<string, unknown>,
  { field, name }: { field: string; name: string },
): FormProblem[] {
  for (const branch of branches) {
    if (!isObject(branch) || !isObject(branch.properties)) continue;
    const chosen = branch.properties[name];
    if (isObject(chosen) && checkForm(chosen, value[name]).length === 0) {
      return checkFields(branch, value, field);
    }
  }
  return [];
}

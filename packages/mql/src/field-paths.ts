import { refuse } from './errors.ts';

/** Splits and checks a dotted field path; `at` is where it stands in the pipeline. */
export function parseFieldPath(text: string, at: string): readonly string[] {
  if (text === '') refuse(at, 'a field path must not be empty');
  const fields = text.split('.');
  for (const field of fields) {
    if (field === '') refuse(at, `field path '${text}' has an empty part`);
    if (field.startsWith('$')) {
      refuse(at, `field path '${text}': a field name must not start with '$'`);
    }
    if (field.includes('\0')) refuse(at, 'a field name must not contain a null character');
    refuseReserved(field, at);
  }
  return fields;
}

/** `__proto__` cannot be a plain field of a JavaScript object. */
export function refuseReserved(field: string, at: string): void {
  if (field === '__proto__') refuse(at, "'__proto__' cannot be used as a field name");
}

/** True where reading `object[name]` would find JavaScript's own property instead of a field. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

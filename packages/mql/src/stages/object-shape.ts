import type { PlainObject } from '../values.ts';

/** After so many new orders of keys a shape is no longer learned. */
const MAX_LESSONS = 64;

/**
 * Builds objects whose keys are mostly the same from one document to the next. Adding forty keys to
 * an empty object one by one makes engines give up their fast form of it; copying a template that
 * has the keys, and setting them, takes a third of the time and keeps later reads fast.
 */
export class ObjectShape {
  private keys: readonly string[] = [];
  private template: PlainObject = {};
  private lessons = 0;

  /** The object of these keys and values, in this order; `values` has the same length. */
  build(keys: readonly string[], values: readonly unknown[]): PlainObject {
    if (!this.fits(keys) && !this.learn(keys)) return buildPlainly(keys, values);
    const object = { ...this.template };
    for (let index = 0; index < keys.length; index += 1) {
      object[keys[index] ?? ''] = values[index];
    }
    return object;
  }

  private fits(keys: readonly string[]): boolean {
    if (keys.length !== this.keys.length) return false;
    for (let index = 0; index < keys.length; index += 1) {
      if (keys[index] !== this.keys[index]) return false;
    }
    return true;
  }

  private learn(keys: readonly string[]): boolean {
    if (this.lessons >= MAX_LESSONS) return false;
    this.lessons += 1;
    this.keys = [...keys];
    const fields = keys.map((key) => `${JSON.stringify(key)}:null`);
    this.template = JSON.parse(`{${fields.join()}}`);
    return true;
  }
}

function buildPlainly(keys: readonly string[], values: readonly unknown[]): PlainObject {
  const object: PlainObject = {};
  for (let index = 0; index < keys.length; index += 1) object[keys[index] ?? ''] = values[index];
  return object;
}

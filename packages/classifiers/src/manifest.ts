import type { CutoutKind } from '@fritz/surveys';
import { ModelError } from './model-error.ts';

/** How the numbers of a cutout are scaled: by the norm of all pixels, of each row, or not at all. */
export type Normalisation = 'image' | 'row' | 'none';

/** An input (N, size, size, cutouts): pictures beside one another in the last axis. */
export interface CutoutsInput {
  readonly kind: 'cutouts';
  readonly name: string;
  readonly cutouts: readonly CutoutKind[];
  /** Smaller pictures are padded on the right and below, larger ones refused. */
  readonly sizePx: number;
  readonly norm: Normalisation;
  readonly padding: number;
}

/** A number that a model is given of an alert. */
export interface Feature {
  readonly name: string;
  /** An expression of the filter language over the document that filters see. */
  readonly value: unknown;
}

/** An input (N, features). */
export interface FeaturesInput {
  readonly kind: 'features';
  readonly name: string;
  readonly features: readonly Feature[];
}

/** When an alert is scored: as it comes, or when a filter asks for the score. */
export type WhenScored = 'always' | 'asked';

/** What a model's folder tells of it, in model.json. */
export interface Manifest {
  /** The score's name in `classifications`. */
  readonly name: string;
  readonly version: string;
  readonly survey: string;
  /** The ONNX file beside the manifest. */
  readonly file: string;
  readonly when: WhenScored;
  readonly inputs: readonly (CutoutsInput | FeaturesInput)[];
  /**
   * Programmes whose points of an alert's history the model is given, beside those of the alert's
   * own. Who sees the alert sees its score: name only those that everyone sees.
   */
  readonly programs: readonly number[];
  /** The output with one number per alert. */
  readonly output: string;
  /** Scores that mean something, by what they mean: shown to people, applied nowhere. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Where the weights come from, for people. */
  readonly source: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const FIELDS = [
  ...['name', 'version', 'survey', 'file', 'when', 'inputs', 'programs'],
  ...['output', 'thresholds', 'source'],
];
const CUTOUTS: readonly CutoutKind[] = ['science', 'template', 'difference'];
const MAX_SIZE_PX = 512;
const MAX_FEATURES = 1000;

/**
 * Reads a manifest.
 *
 * @param text JSON
 * @param at the file, for messages
 * @throws ModelError with one line for the first thing that is wrong
 */
export function parseManifest(text: string, at: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(`${at} is not JSON: ${why}`, { cause });
  }
  try {
    return readManifest(value);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ModelError(`${at}: ${error.message}`, { cause: error });
  }
}

function readManifest(value: unknown): Manifest {
  const fields = objectOf(value, 'the manifest');
  refuseUnknown(fields, FIELDS, '');
  const inputs = Object.entries(objectOf(fields.inputs, 'inputs')).map(readInput);
  if (inputs.length === 0) throw new ModelError('inputs is empty; name what the model takes');
  return {
    name: textOf(fields, 'name', NAME, 'small letters, digits and _, such as acai_h'),
    version: textOf(fields, 'version', VERSION, 'letters, digits and . _ + -'),
    survey: textOf(fields, 'survey', NAME, 'a survey such as ztf'),
    file: textOf(fields, 'file', /^[^/\\]{1,255}$/, 'the name of a file beside the manifest'),
    when: oneOf(fields.when ?? 'always', ['always', 'asked'], 'when'),
    inputs,
    programs: readPrograms(fields.programs ?? []),
    output: textOf(fields, 'output', /^.{1,255}$/, 'the name of an output of the model'),
    thresholds: readThresholds(fields.thresholds ?? {}),
    source: typeof fields.source === 'string' ? fields.source : null,
  };
}

function readInput([name, value]: [string, unknown]): CutoutsInput | FeaturesInput {
  const fields = objectOf(value, `inputs.${name}`);
  if ('features' in fields) return readFeatures(name, fields);
  if ('cutouts' in fields) return readCutouts(name, fields);
  throw new ModelError(`inputs.${name} needs either features or cutouts`);
}

function readFeatures(name: string, fields: Fields): FeaturesInput {
  refuseUnknown(fields, ['features'], `inputs.${name}.`);
  const { features } = fields;
  const isList = Array.isArray(features) && features.length > 0;
  if (!isList || features.length > MAX_FEATURES) {
    throw new ModelError(`inputs.${name}.features must list up to ${MAX_FEATURES} features`);
  }
  const read = features.map((one, index) => readFeature(one, `inputs.${name}.features.${index}`));
  const names = read.map((feature) => feature.name);
  const twice = names.find((one, index) => names.indexOf(one) < index);
  if (twice !== undefined) throw new ModelError(`inputs.${name} has the feature ${twice} twice`);
  return { kind: 'features', name, features: read };
}

/** A path such as `candidate.magpsf` stands for the field with its last name. */
function readFeature(value: unknown, at: string): Feature {
  if (typeof value === 'string') {
    return { name: value.split('.').at(-1) ?? value, value: `$${value}` };
  }
  const fields = objectOf(value, at);
  refuseUnknown(fields, ['name', 'value'], `${at}.`);
  const name = textOf(fields, 'name', /^[A-Za-z_]\w{0,63}$/, 'letters, digits and _', at);
  const { value: expression } = fields;
  const isExpression =
    typeof expression === 'string' || (typeof expression === 'object' && expression !== null);
  if (!isExpression) throw new ModelError(`${at}.value must be an expression, such as "$candid"`);
  return { name, value: expression };
}

function readCutouts(name: string, fields: Fields): CutoutsInput {
  const at = `inputs.${name}`;
  refuseUnknown(fields, ['cutouts', 'size', 'norm', 'padding'], `${at}.`);
  const { cutouts, size, padding = 0 } = fields;
  if (!Array.isArray(cutouts) || cutouts.length === 0 || cutouts.length > CUTOUTS.length) {
    throw new ModelError(`${at}.cutouts must list some of ${CUTOUTS.join(', ')}`);
  }
  if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > MAX_SIZE_PX) {
    throw new ModelError(`${at}.size must be a number of pixels up to ${MAX_SIZE_PX}`);
  }
  if (typeof padding !== 'number') throw new ModelError(`${at}.padding must be a number`);
  return {
    kind: 'cutouts',
    name,
    cutouts: cutouts.map((one) => oneOf(one, CUTOUTS, `${at}.cutouts`)),
    sizePx: Number(size),
    norm: oneOf(fields.norm ?? 'none', ['image', 'row', 'none'], `${at}.norm`),
    padding,
  };
}

function readPrograms(value: unknown): readonly number[] {
  const isList = Array.isArray(value) && value.every((one) => Number.isInteger(one) && one >= 0);
  if (!isList) throw new ModelError('programs must list numbers of programmes, such as [1]');
  return value;
}

function readThresholds(value: unknown): Readonly<Record<string, number>> {
  const entries = Object.entries(objectOf(value, 'thresholds'));
  return Object.fromEntries(
    entries.map(([name, limit]) => {
      if (typeof limit !== 'number') throw new ModelError(`thresholds.${name} must be a number`);
      return [name, limit];
    }),
  );
}

function objectOf(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ModelError(`${at} must be an object`);
  }
  return { ...value };
}

function textOf(fields: Fields, name: string, pattern: RegExp, what: string, at = ''): string {
  const value = fields[name];
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new ModelError(`${at === '' ? '' : `${at}.`}${name} must be ${what}`);
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[], at: string): Word {
  const word = words.find((one) => one === value);
  if (word === undefined) throw new ModelError(`${at} must be one of ${words.join(', ')}`);
  return word;
}

function refuseUnknown(fields: Fields, known: readonly string[], prefix: string): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ModelError(`there is no field ${prefix}${unknown}; there is ${known.join(', ')}`);
  }
}

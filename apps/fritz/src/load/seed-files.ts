import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../user-error.ts';

/** An object to be posted, as the file has it: references and files are not yet put in. */
export type SeedItem = Readonly<Record<string, unknown>>;

/** Objects for one endpoint of the API, without /api/. */
export interface SeedSection {
  readonly endpoint: string;
  readonly items: readonly SeedItem[];
  /** Where files lie that the items name. */
  readonly folder: string;
}

/** Files that are a list, or a single thing: whose endpoint their name tells. */
const endpointsByName: readonly (readonly [RegExp, string])[] = [
  [/telescope/i, 'telescope'],
  [/instrument/i, 'instrument'],
  [/taxonom/i, 'taxonomy'],
];

/** Reads a file of SkyPortal's seed format: by endpoint a list, or the name of a file with one. */
export function readSeedFile(path: string): SeedSection[] {
  const folder = dirname(path);
  const content = readYaml(path);
  const endpoint = endpointsByName.find(([name]) => name.test(basename(path)))?.[1];
  if (endpoint !== undefined && isThing(content)) return [{ endpoint, items: [content], folder }];
  if (Array.isArray(content)) {
    if (endpoint !== undefined) return [{ endpoint, items: asItems(content, path), folder }];
    throw new UserError(`${path} is a list: name its endpoint, as in "telescope: [ … ]".`);
  }
  if (!isRecord(content)) throw new UserError(`${path} has no lists by endpoint.`);
  return Object.entries(content).map(([endpoint, given]) => {
    if (!isRecord(given))
      return { endpoint, items: asItems(given, `${path}: ${endpoint}`), folder };
    const { file } = given;
    if (typeof file !== 'string') throw new UserError(`${path}: ${endpoint} is no list.`);
    const other = join(folder, file);
    return { endpoint, items: asItems(readYaml(other), other), folder: dirname(other) };
  });
}

/** A thing has a name; lists by endpoint have none. */
function isThing(content: unknown): content is SeedItem {
  return isRecord(content) && typeof content.name === 'string';
}

function readYaml(path: string): unknown {
  const text = readText(path);
  try {
    // Seed files name a key twice here and there; the last counts, as for SkyPortal's reader.
    return parse(text, { uniqueKeys: false, maxAliasCount: 1000 });
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UserError(`${path} is no YAML: ${why}`);
  }
}

function asItems(value: unknown, where: string): SeedItem[] {
  if (Array.isArray(value) && value.every(isRecord)) return value;
  throw new UserError(`${where} is no list of objects.`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a file that an item names stands for: columns of a CSV, base64 of an image, else its text. */
export function readAttachment(path: string): Record<string, unknown[]> | string {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return readColumns(readText(path));
    case '.png':
    case '.jpg':
    case '.pdf':
      return readBytes(path).toString('base64');
    default:
      return readText(path);
  }
}

/** Columns of a CSV without quotes, as numbers where all of one are; an empty cell is null. */
function readColumns(text: string): Record<string, unknown[]> {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  return Object.fromEntries(
    header.split(',').flatMap((name, index) => {
      if (name.trim() === '') return [];
      const cells = rows.map((row) => row[index]?.trim() ?? '');
      const isNumeric = cells.every((cell) => cell === '' || Number.isFinite(Number(cell)));
      const value = (cell: string) => (cell === '' ? null : isNumeric ? Number(cell) : cell);
      return [[name.trim(), cells.map(value)]];
    }),
  );
}

function readText(path: string): string {
  return readBytes(path).toString('utf8');
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw new UserError(`${path} cannot be read${code === 'ENOENT' ? ': it is not there' : ''}.`);
  }
}

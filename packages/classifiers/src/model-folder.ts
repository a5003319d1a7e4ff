import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileFeatures } from './features.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { ModelError } from './model-error.ts';

/** A model as it is found on the disk. */
export interface FoundModel {
  /** The manifest as it was written. */
  readonly manifestText: string;
  readonly manifest: Manifest;
  readonly bytes: Uint8Array;
  /** Of the ONNX file, hexadecimal. */
  readonly sha256: string;
}

const MANIFEST = 'model.json';
const PRESETS = join(import.meta.dirname, '../models');
/** A model goes into the database, and into the memory of each thread. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The models that Fritz has manifests of; their weights are fetched from their projects. */
export function listPresets(): Manifest[] {
  return readdirSync(PRESETS)
    .sort()
    .map((name) => readManifest(join(PRESETS, name, MANIFEST)).manifest);
}

/**
 * Reads a model: a folder with model.json and the file it names, or an ONNX file of which Fritz
 * has the manifest.
 *
 * @param preset which of Fritz's manifests an ONNX file goes with; by its name where that is null
 * @throws ModelError with one line that says what to do
 */
export function readModel(path: string, preset: string | null = null): FoundModel {
  if (!existsSync(path)) throw new ModelError(`there is no ${path}`);
  const isFolder = statSync(path).isDirectory();
  const at = isFolder ? join(path, MANIFEST) : manifestOf(path, preset);
  if (!existsSync(at)) {
    throw new ModelError(`${path} has no ${MANIFEST}; docs/guides/models.md shows one`);
  }
  const { manifest, manifestText } = readManifest(at);
  const file = isFolder ? join(path, manifest.file) : path;
  if (!existsSync(file)) throw new ModelError(`${at} names ${manifest.file}, which is not there`);
  if (statSync(file).size > MAX_BYTES) {
    throw new ModelError(`${file} is larger than ${MAX_BYTES / 1024 ** 2} MB`);
  }
  // What cannot be computed is told here, not by the first alert.
  compileFeatures(manifest);
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { manifest, manifestText, bytes, sha256 };
}

function readManifest(at: string): { manifest: Manifest; manifestText: string } {
  const manifestText = readFileSync(at, 'utf8');
  return { manifest: parseManifest(manifestText, at), manifestText };
}

function manifestOf(path: string, preset: string | null): string {
  const presets = listPresets();
  const found =
    preset === null
      ? presets.find(({ file }) => file === basename(path))
      : presets.find(({ name }) => name === preset);
  if (found) return join(PRESETS, found.name, MANIFEST);
  const names = presets.map(({ name }) => name).join(', ');
  throw new ModelError(
    `${path} is no model that Fritz knows by its name: say which with --as (${names}), ` +
      `or give a folder with the file and a ${MANIFEST}`,
  );
}

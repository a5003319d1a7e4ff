import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SeenAlert, ZtfAdapter, type ZtfAlert } from '@fritz/surveys';
import { type ModelFile, readModel } from '../src/index.ts';

const SHARED = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../shared');
const MODELS = join(SHARED, 'models');

/** Why tests on the published weights are skipped, or false. */
export const withoutModels: string | false = existsSync(MODELS)
  ? false
  : `no published weights at ${MODELS} (set FRITZ_SHARED)`;

/** The published weights with our manifests, by the name of their score. */
export function publishedModels(): ReadonlyMap<string, ModelFile> {
  const models = readdirSync(MODELS).map((file, id): ModelFile => {
    const { manifest, bytes } = readModel(join(MODELS, file));
    return { id, manifest, bytes };
  });
  return new Map(models.map((model) => [model.manifest.name, model]));
}

export function readShared(path: string): Buffer {
  return readFileSync(join(SHARED, 'data', path));
}

/** The 36 real packets, oldest night first. */
export function realPackets(): readonly Uint8Array[] {
  const folder = join(SHARED, 'data/ztf');
  return readdirSync(folder)
    .sort()
    .flatMap((night) => {
      const files = readdirSync(join(folder, night)).sort();
      return files.map((file) => readFileSync(join(folder, night, file)));
    });
}

/** An alert with the document that its models are given. */
export interface AlertWithDocument {
  readonly alert: ZtfAlert;
  readonly document: Record<string, unknown>;
}

/** Decodes packets and gives each the history that came with it and with those before. */
export function documentsOf(packets: Iterable<Uint8Array>): AlertWithDocument[] {
  const adapter = new ZtfAdapter();
  const needs = adapter.needs([null]);
  const curves = new Map<string, ReturnType<ZtfAdapter['curve']>>();
  return [...packets].map((bytes) => {
    const alert = adapter.decode(bytes);
    const curve = curves.get(alert.objectId) ?? adapter.curve(null, needs);
    curves.set(alert.objectId, curve);
    curve.add(alert);
    const seen: SeenAlert = alert;
    return { alert, document: curve.document(seen, new Set([1, alert.programId])) };
  });
}

import type { Score, ScoreRequest, Scorer, ScoreTime, ScoringModel } from '@fritz/pipeline';
import { compileFeatures, FeatureError, featuresKey } from './features.ts';
import type { ModelFile } from './inference-messages.ts';
import type { InferencePool, Question } from './inference-pool.ts';
import { type Manifest, parseManifest, type WhenScored } from './manifest.ts';

/** A model in force, as it was stored. */
export interface StoredModel {
  readonly id: number;
  readonly name: string;
  readonly version: string;
  readonly manifestText: string;
  /** May be other than what the manifest says. */
  readonly when: WhenScored;
  readonly bytes: Uint8Array;
}

/** The models in force, wherever they are kept. */
export interface ModelLibrary {
  /** The same array as long as nothing changed. */
  active(): Promise<readonly StoredModel[]>;
  forget(): void;
}

interface LoadedModel extends ScoringModel {
  readonly file: ModelFile;
}

/** The pipeline's scorer: models of a library on threads of a pool. */
export class ModelScorer implements Scorer {
  private readonly library: ModelLibrary;
  private readonly pool: InferencePool;
  private readonly onRefused: (model: string, error: unknown) => void;
  private stored: readonly StoredModel[] | null = null;
  private loaded: readonly LoadedModel[] = [];

  /** @param onRefused told of stored models whose manifest cannot be used; they do not run */
  constructor(
    library: ModelLibrary,
    pool: InferencePool,
    onRefused: (model: string, error: unknown) => void = () => {},
  ) {
    this.library = library;
    this.pool = pool;
    this.onRefused = onRefused;
  }

  async models(): Promise<readonly ScoringModel[]> {
    const stored = await this.library.active();
    if (stored !== this.stored) {
      const known = new Map<string, Given>();
      this.loaded = stored.flatMap((model) => this.load(model, known)).sort(byName);
      this.stored = stored;
    }
    return this.loaded;
  }

  async score(requests: readonly ScoreRequest[], when?: ScoreTime): Promise<readonly Score[]> {
    const questions = requests.flatMap(({ model, alert, features }): Question[] => {
      return isLoaded(model) ? [{ model: model.file, stamps: alert.cutouts, features }] : [];
    });
    if (questions.length < requests.length) throw new Error('a model of another scorer was given');
    return this.pool.score(questions, when);
  }

  forget(): void {
    this.library.forget();
  }

  private load(stored: StoredModel, known: Map<string, Given>): LoadedModel[] {
    try {
      return [loadModel(stored, known)];
    } catch (error) {
      this.onRefused(`${stored.name} ${stored.version}`, error);
      return [];
    }
  }
}

type Given = Pick<LoadedModel, 'reads' | 'features'>;

/**
 * @param known what models loaded before are given, by what their manifests say of it
 * @throws ModelError where the manifest cannot be used
 */
function loadModel(stored: StoredModel, known: Map<string, Given>): LoadedModel {
  const { id, name, version, when, manifestText, bytes } = stored;
  const manifest = parseManifest(manifestText, `${name} ${version}`);
  const key = featuresKey(manifest);
  const given = known.get(key) ?? givenBy(manifest);
  known.set(key, given);
  const { programs } = manifest;
  return {
    ...{ id, name, version, isAsked: when === 'asked', programs, ...given },
    file: { id, manifest, bytes },
  };
}

function givenBy(manifest: Manifest): Given {
  const { reads, make } = compileFeatures(manifest);
  return {
    reads,
    features(document) {
      try {
        return make(document);
      } catch (error) {
        if (error instanceof FeatureError) return error.message;
        throw error;
      }
    },
  };
}

function isLoaded(model: ScoringModel): model is LoadedModel {
  return 'file' in model;
}

function byName(a: ScoringModel, b: ScoringModel): number {
  return a.name < b.name ? -1 : 1;
}

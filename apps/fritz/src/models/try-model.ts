import {
  compileFeatures,
  FeatureError,
  InferencePool,
  ModelError,
  type ModelFile,
  type Question,
} from '@fritz/classifiers';
import { type ObjectCurve, simulateNight, ZtfAdapter, type ZtfAlert } from '@fritz/surveys';
import { UserError } from '../user-error.ts';
import { inferenceThreads } from './inference-threads.ts';

/** The score of an alert that was tried. */
export interface TriedScore {
  readonly alert: ZtfAlert;
  readonly score: number;
}

/** Why an alert has no score. */
export interface AbsentScore {
  readonly alert: ZtfAlert;
  readonly reason: string;
  /** Whether it is the model's fault; else the alert lacks something. */
  readonly isModel: boolean;
}

export interface Tried {
  readonly scored: readonly TriedScore[];
  readonly absent: readonly AbsentScore[];
}

/** Enough for transients, variables, asteroids and artefacts. */
const SIMULATED = { seed: 20_180_601, night: '20260615', alerts: 24 } as const;

/**
 * Scores packets as a broker would, oldest first, each with the history of those before it.
 *
 * @param packets simulated ones by default
 * @throws UserError where the model cannot be used at all
 */
export async function tryModel(model: ModelFile, packets?: Iterable<Uint8Array>): Promise<Tried> {
  const pool = new InferencePool(inferenceThreads(null));
  try {
    const { make, reads } = compileFeatures(model.manifest);
    await pool.check(model);
    const absent: AbsentScore[] = [];
    const asked: { alert: ZtfAlert; question: Question }[] = [];
    for (const { alert, document } of documentsOf(packets ?? simulated(), model, reads)) {
      try {
        const question = { model, stamps: alert.cutouts, features: make(document) };
        asked.push({ alert, question });
      } catch (error) {
        if (!(error instanceof FeatureError)) throw error;
        absent.push({ alert, reason: error.message, isModel: false });
      }
    }
    const answers = await pool.score(asked.map(({ question }) => question));
    const scored = asked.flatMap(({ alert }, index): TriedScore[] => {
      const answer = answers[index];
      if (typeof answer?.score === 'number') return [{ alert, score: answer.score }];
      const reason = answer?.reason ?? 'the model gave no answer';
      absent.push({ alert, reason, isModel: !/ cutout\b/.test(reason) });
      return [];
    });
    return { scored, absent };
  } catch (error) {
    if (error instanceof ModelError) throw new UserError(`${error.message}.`, { cause: error });
    throw error;
  } finally {
    await pool.close();
  }
}

function* simulated(): Generator<Uint8Array> {
  for (const { bytes } of simulateNight(SIMULATED)) yield bytes;
}

function* documentsOf(
  packets: Iterable<Uint8Array>,
  { manifest }: ModelFile,
  reads: readonly string[] | null,
): Generator<{ alert: ZtfAlert; document: Record<string, unknown> }> {
  const adapter = new ZtfAdapter();
  const needs = adapter.needs([reads]);
  const curves = new Map<string, ObjectCurve<ZtfAlert>>();
  const alerts = [...packets].map((bytes) => adapter.decode(bytes));
  alerts.sort((a, b) => a.jd - b.jd || (a.candid < b.candid ? -1 : 1));
  for (const alert of alerts) {
    const curve = curves.get(alert.objectId) ?? adapter.curve(null, needs);
    curves.set(alert.objectId, curve);
    curve.add(alert);
    const programs = new Set([...manifest.programs, alert.programId]);
    yield { alert, document: curve.document(alert, programs) };
  }
}

import type { PhotometryPoint } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An alert as filters see it, without its history. */
export interface AlertDocument extends Record<string, unknown> {
  candid: bigint;
  objectId: string;
  candidate: Record<string, unknown>;
}

/** A light curve in its survey's words. */
export interface LightCurveDocument {
  prv_candidates: readonly unknown[];
  fp_hists: readonly unknown[];
}

/** What the marshal reads of a survey's alerts, with the rights of the transaction's viewer. */
export interface AlertArchive {
  /** An object's alerts, oldest first; none where the viewer may see none. */
  detections(tx: ViewerTx, objectId: string): Promise<AlertDocument[]>;
  /** An object's merged light curve; null where the viewer may see nothing of it. */
  lightCurve(tx: ViewerTx, objectId: string): Promise<LightCurveDocument | null>;
  /** The points of that light curve in the marshal's units. */
  photometry(tx: ViewerTx, objectId: string): Promise<readonly PhotometryPoint[]>;
}

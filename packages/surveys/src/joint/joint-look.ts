/** A part of another survey's light curve, as it is stored. */
export interface JointBundle {
  readonly programId: number;
  readonly candid: bigint;
  readonly points: Uint8Array;
}

/** Two programmes in which two objects are linked: the own object's, and the other's. */
export interface JointLink {
  readonly programId: number;
  readonly otherProgramId: number;
  readonly distanceArcsec: number;
}

/** An object of another survey that is linked with an alert's. */
export interface JointObject {
  readonly survey: string;
  readonly objectId: string;
  readonly links: readonly JointLink[];
  /** What was stored of it when somebody looked, all programmes, by candid. */
  readonly bundles: readonly JointBundle[];
}

/** What was to be seen of other surveys when an alert's filters came to read it. */
export interface JointLook {
  readonly objects: readonly JointObject[];
}

/** Of an alert with whose object none is linked. */
export const NOTHING_JOINT: JointLook = { objects: [] };

/** The programmes of other surveys that a filter may read, by survey; `all` for whatever is at hand. */
export type JointPrograms = ReadonlyMap<string, ReadonlySet<number>> | 'all';

/** Somebody read other surveys' light curves before they were looked up: look, and begin again. */
export class MissingJointError extends Error {
  override readonly name = 'MissingJointError';

  constructor() {
    // As for histories: one is thrown for many an alert, and where it came from is not asked.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super("other surveys' light curves are needed");
    Error.stackTraceLimit = stackTraceLimit;
  }
}

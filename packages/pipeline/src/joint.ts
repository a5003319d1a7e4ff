import type { Alert, JointLook } from '@fritz/surveys';

/** Looks what other surveys have of the objects of alerts. */
export interface JointReader {
  /** By candid: what is stored now of linked objects, and of what is to be linked with new ones. */
  look(alerts: readonly Alert[]): Promise<ReadonlyMap<bigint, JointLook>>;
}

import type { SavedStatus as ContractSavedStatus } from '@fritz/contract';

/** The API's words for which candidates to show, with a scanner's words for them. */
export const SAVED_STATUS_LABELS = {
  all: 'Saved or not',
  notSavedToAnySelected: 'Not saved to these groups',
  notSavedToAnyAccessible: 'Not saved to any of my groups',
  notSavedToAllSelected: 'Not saved to all of these groups',
  savedToAnySelected: 'Saved to one of these groups',
  savedToAllSelected: 'Saved to all of these groups',
  savedToAnyAccessible: 'Saved to any of my groups',
} as const satisfies Record<ContractSavedStatus, string>;

export type SavedStatus = ContractSavedStatus;

export const SAVED_STATUSES: readonly SavedStatus[] = [
  'all',
  'notSavedToAnySelected',
  'notSavedToAnyAccessible',
  'notSavedToAllSelected',
  'savedToAnySelected',
  'savedToAllSelected',
  'savedToAnyAccessible',
];

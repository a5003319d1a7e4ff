import type { SavedStatus as ContractSavedStatus } from '@fritz/contract';

/** The API's words for which candidates to show, with a scanner's words for them. */
export const SAVED_STATUS_LABELS = {
  all: 'Saved or not',
  notSavedToAnySelected: 'Not saved to these groups',
  notSavedToAnyAccessible: 'Not saved to any of my groups',
  savedToAnySelected: 'Saved to these groups',
  savedToAnyAccessible: 'Saved to any of my groups',
} as const satisfies Partial<Record<ContractSavedStatus, string>>;

export type SavedStatus = keyof typeof SAVED_STATUS_LABELS;

export const SAVED_STATUSES: readonly SavedStatus[] = [
  'all',
  'notSavedToAnySelected',
  'notSavedToAnyAccessible',
  'savedToAnySelected',
  'savedToAnyAccessible',
];

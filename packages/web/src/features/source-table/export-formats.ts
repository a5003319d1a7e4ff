export type ExportFormat = 'csv' | 'votable' | 'json';

/** What a table can be written as. */
export const EXPORT_FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ['csv', 'CSV'],
  ['votable', 'VOTable'],
  ['json', 'JSON'],
];

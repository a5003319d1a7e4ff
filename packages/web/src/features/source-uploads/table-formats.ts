/** Readers of tables, apart from what draws stamps: fetched when somebody has a file. */
export { openCsv, openEcsv, openFitsTable, openVotable } from '@fritz/formats';

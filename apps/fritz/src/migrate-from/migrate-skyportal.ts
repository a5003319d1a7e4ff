import { isRecord } from '../load/seed-files.ts';
import { Migration, type MigrationOptions, type MigrationReport, pick } from './migration.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import { takeFacilities, takeNamed } from './take-facilities.ts';
import { takeFilters } from './take-filters.ts';
import { takeListings } from './take-notes.ts';
import { takePeople } from './take-people.ts';
import { takeSources } from './take-sources.ts';

/** What is counted, and not taken over yet. */
const later: Readonly<Record<string, string>> = {
  spectra: 'spectra?minimalPayload=true',
  'follow-up requests': 'followup_request?numPerPage=1',
  'observing runs': 'observing_run',
};

/** Takes over what a running SkyPortal has, in the order in which things need each other. */
export async function migrateSkyportal(options: MigrationOptions): Promise<MigrationReport> {
  const migration = new Migration(options);
  await takePeople(migration);
  await takeFacilities(migration);
  await takeFilters(migration);
  await takeNamed(migration, 'tag names', 'objtagoption', (one) => pick(one, ['name', 'color']));
  await takeSources(migration);
  await takeListings(migration);
  for (const [kind, path] of Object.entries(later)) {
    migration.report.leftBehind[kind] = await count(migration, path);
  }
  return migration.report;
}

async function count(migration: Migration, path: string): Promise<number> {
  try {
    const data = await migration.skyportal.get(path);
    if (Array.isArray(data)) return data.length;
    return isRecord(data) ? Number(data.totalMatches ?? 0) : 0;
  } catch (error) {
    if (error instanceof SkyportalRefusal) return 0;
    throw error;
  }
}

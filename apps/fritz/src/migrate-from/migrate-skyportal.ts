import { isRecord } from '../load/seed-files.ts';
import { Migration, type MigrationOptions } from './migration.ts';
import type { MigrationReport } from './report.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import { takeDocuments } from './take-documents.ts';
import { takeFacilities, takeNamed } from './take-facilities.ts';
import { takeFilters } from './take-filters.ts';
import { takeListings } from './take-notes.ts';
import { takePeople } from './take-people.ts';
import { takeSeries } from './take-series.ts';
import { takeSources } from './take-sources.ts';
import { pick } from './things.ts';

/**
 * Takes over what a running SkyPortal has, in the order in which things need each other. `report` is
 * filled as it goes: what is known of it when the work is stopped.
 */
export function migrateSkyportal(options: MigrationOptions): {
  report: MigrationReport;
  done: Promise<void>;
} {
  const migration = new Migration(options);
  return { report: migration.report, done: takeAll(migration) };
}

async function takeAll(migration: Migration): Promise<void> {
  await takePeople(migration);
  await takeFacilities(migration);
  await takeFilters(migration);
  await takeNamed(migration, 'tag names', 'objtagoption', {
    bodyOf: (one) => pick(one, ['name', 'color']),
    notCompared: ['color'],
  });
  await takeSources(migration);
  await takeSeries(migration);
  await takeListings(migration);
  await takeDocuments(migration);
  await tellLeft(migration);
}

/** What is not taken, and why: nobody should find out later. */
async function tellLeft(migration: Migration): Promise<void> {
  const allocations = migration.report.kinds.find(({ kind }) => kind === 'allocations')?.read ?? 0;
  const left = [
    {
      what: 'credentials of allocations',
      count: allocations,
      why: 'SkyPortal tells them to nobody; put them in here',
    },
    ...((await isFritz(migration))
      ? [{ what: "people's own lists", count: null, why: 'Fritz shows each to its owner alone' }]
      : []),
    { what: 'dates of comments and saves', count: null, why: 'they are of the day of the move' },
  ];
  migration.report.leftBehind.push(...left.filter((one) => one.count !== 0));
}

async function isFritz(migration: Migration): Promise<boolean> {
  try {
    const data = await migration.skyportal.get('sysinfo');
    return isRecord(data) && data.fritzVersion !== undefined;
  } catch (error) {
    if (error instanceof SkyportalRefusal) return false;
    throw error;
  }
}

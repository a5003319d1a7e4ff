import {
  databaseCounts,
  databaseInfo,
  type InstallationRow,
  installationReading,
} from '@fritz/archive';
import {
  allocationTypes,
  analysisInputTypes,
  analysisTypes,
  authenticationTypes,
  followupApis,
  followupListeners,
  followupPriorities,
  instrumentTypes,
  naiveUtc,
  routes,
  savedStatuses,
  spectrumTypes,
  thumbnailTypes,
} from '@fritz/contract';
import { bandpassNames, magnitudeSystems } from '@fritz/sky';
import { SURVEYS } from '@fritz/surveys';
import type { Binder } from '../../http/bind.ts';

const enumTypes = {
  ALLOWED_BANDPASSES: [...bandpassNames],
  ALLOWED_MAGSYSTEMS: [...magnitudeSystems],
  ALLOWED_SPECTRUM_TYPES: [...spectrumTypes],
  THUMBNAIL_TYPES: [...thumbnailTypes],
  INSTRUMENT_TYPES: [...instrumentTypes],
  FOLLOWUP_PRIORITIES: [...followupPriorities],
  ALLOWED_API_CLASSNAMES: [...followupApis],
  LISTENER_CLASSNAMES: [...followupListeners],
  ALLOWED_ALLOCATION_TYPES: [...allocationTypes],
  ANALYSIS_TYPES: [...analysisTypes],
  ANALYSIS_INPUT_TYPES: [...analysisInputTypes],
  AUTHENTICATION_TYPES: [...authenticationTypes],
};

export function bindSystemRoutes(bind: Binder): void {
  bind.open(routes.getSysinfo, async ({ context }) => ({
    fritzVersion: context.version,
    invitationsEnabled: true,
  }));

  bind.read(
    routes.getConfig,
    () => installationReading,
    ([row], { context }) => ({
      version: context.version,
      surveys: SURVEYS.map(({ name }) => name),
      sitewideGroup: presentSitewide(row),
      savedStatuses: [...savedStatuses],
      maxNumPerPage: 500,
      slackPreamble: 'https://hooks.slack.com/',
      invitationsEnabled: true,
      surveyImages: context.pictures !== null && (row?.survey_images ?? false),
      weather: context.forecasts !== null,
      cosmology: 'Planck18',
      cosmoref:
        'Planck Collaboration 2020, A&A 641, A6 (Paper VI), table 2 (TT, TE, EE+lowE+lensing+BAO)',
      allowedSpectrumTypes: [...spectrumTypes],
      defaultSpectrumType: spectrumTypes[0],
    }),
  );

  bind.read(
    routes.getEnumTypes,
    () => null,
    () => enumTypes,
  );

  bindDatabase(bind);
}

/** The group of all, where the viewer sees it. */
function presentSitewide(row: InstallationRow | undefined) {
  const { sitewide_id: id = null, sitewide_name: name = null } = row ?? {};
  return id === null || name === null ? null : { id, name };
}

function bindDatabase(bind: Binder): void {
  bind.viewer(routes.getDbStats, async ({ tx }) => {
    const { rows, oldestCandidate, newestCandidate } = await databaseCounts(tx);
    const count = (table: string) => rows[table] ?? 0;
    return {
      'Number of candidates': count('candidates'),
      'Number of objs': count('objs'),
      'Number of sources': count('sources'),
      'Number of photometry': count('photometry'),
      'Number of filters': count('filters'),
      'Number of groups': count('groups'),
      'Number of users': count('users'),
      'Number of tokens': count('tokens'),
      'Number of telescopes': count('telescopes'),
      'Number of instruments': count('instruments'),
      'Number of allocations': count('allocations'),
      'Oldest candidate creation datetime': oldestCandidate && naiveUtc(oldestCandidate),
      'Newest candidate creation datetime': newestCandidate && naiveUtc(newestCandidate),
    };
  });

  bind.viewer(routes.getDbInfo, async ({ tx }) => {
    const { hasSources, version } = await databaseInfo(tx);
    return { source_table_empty: !hasSources, postgres_version: version };
  });
}

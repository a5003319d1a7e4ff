import { closed, datetimeInput, idList, pageNumber, pageSize, Type } from '../schema.ts';
import { savedStatuses } from './candidates.ts';
import { inLocalization } from './localization-fields.ts';

/** What a list of sources can be sorted by; the names are SkyPortal's. */
export const sourceColumns = [
  'saved_at',
  'id',
  'ra',
  'dec',
  'created_at',
  'modified',
  'redshift',
  'alias',
  'origin',
  'tns_name',
  'mpc_name',
  'score',
  't0',
  'classification',
  // What SkyPortal's lists are not sorted by.
  'probability',
  'groups',
  'saved_by',
  'tags',
  'peak_mag',
  'latest_mag',
  'first_detected',
  'last_detected',
  'detections',
  'spectra',
  'comments',
  'annotation',
] as const;

/** A column of a list of sources. */
export type SourceColumn = (typeof sourceColumns)[number];

const flag = (description: string) => Type.Optional(Type.Boolean({ description }));
const number = (description: string) => Type.Optional(Type.Number({ description }));
const time = (description: string) => Type.Optional(datetimeInput(description));
const words = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 2000, description }));

/** What may come along with an object, as SkyPortal calls it. */
export const sourceIncludes = {
  includePhotometry: flag('Its points, magnitudes and fluxes'),
  includePhotometryExists: flag('Whether it has photometry that the viewer sees'),
  includeDetectionStats: flag("Statistics of its light curve, of the viewer's points"),
  includeComments: flag('Its comments'),
  includeCommentExists: flag('Whether it has comments'),
  includePeriodExists: flag('Whether an annotation tells a period'),
  includeSpectrumExists: flag('Whether it has spectra'),
  includeAnalyses: flag('Its analyses, the last asked for first'),
  includeThumbnails: flag('Its small pictures'),
  includeLabellers: flag('Who looked at it'),
  includeColorMagnitude: flag('Colours and absolute magnitudes, of annotations'),
  includeCounts: flag('How many spectra and comments it has that the viewer sees'),
  includeRequested: flag('Groups that are asked to save it, too'),
};

/** The search of sources: every condition that is given is met. */
export const sourceSearch = closed({
  ra: Type.Optional(Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' })),
  dec: Type.Optional(Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' })),
  radius: Type.Optional(Type.Number({ minimum: 0, maximum: 180, description: 'Degrees' })),
  sourceID: words('A part of its name, of its name in the TNS or of an alias'),
  rejectedSourceIDs: words('Not these; with commas between them'),
  alias: words('One of its aliases is this'),
  origin: words('A part of its origin'),
  simbadClass: words('`altdata.simbad.class` is this, in whatever case'),
  TNSname: words('A part of its name in the TNS'),
  hasTNSname: flag('It has a name in the TNS'),
  hasNoTNSname: flag('It has none'),
  hasBeenLabelled: flag('Somebody looked at it'),
  hasNotBeenLabelled: flag('Nobody looked at it'),
  currentUserLabeller: flag('Of who looked at it only the viewer counts'),
  group_ids: Type.Optional(idList('Saved to one of these groups')),
  savedStatus: Type.Optional(
    Type.Enum([...savedStatuses], {
      description: 'Other than saved to one of the selected groups: `all` is every object',
    }),
  ),
  requestedOnly: flag('Not saved yet: only asked to be'),
  pendingOnly: flag('The same'),
  savedBy: words('Saved by one of these users'),
  savedBefore: time('Saved at this time or before'),
  savedAfter: time('Saved at this time or after'),
  createdOrModifiedAfter: time('Came here or was changed after this time'),
  startDate: time('First detected at this time or after'),
  endDate: time('Last detected at this time or before'),
  lastDetectedAfter: time('Last detected at this time or after'),
  numberDetections: Type.Optional(Type.Integer({ minimum: 1, description: 'At least so many' })),
  excludeForcedPhotometry: flag('Forced points are no detections'),
  minRedshift: number('At least'),
  maxRedshift: number('At most'),
  minPeakMagnitude: number('As bright at its peak or brighter; AB'),
  maxPeakMagnitude: number('As faint at its peak or fainter'),
  minLatestMagnitude: number('As bright when it was last detected or brighter'),
  maxLatestMagnitude: number('As faint when it was last detected or fainter'),
  classifications: words('`taxonomy: class`, with commas between them: one of them'),
  classifications_simul: flag('All of them'),
  nonclassifications: words('None of these'),
  unclassified: flag('No person said what it is'),
  minClassificationProbability: number('Of `classifications` only those of at least this count'),
  maxClassificationProbability: number('Only those of at most this'),
  annotationsFilter: words('`key`, or `key:value:op` with op lt, le, eq, ne, ge or gt'),
  annotationsFilterOrigin: words('Of these origins'),
  annotationsFilterBefore: time('Made at this time or before'),
  annotationsFilterAfter: time('Made at this time or after'),
  commentsFilter: words('A comment has one of these in it'),
  commentsFilterAuthor: words('By one of these users'),
  commentsFilterBefore: time('Made at this time or before'),
  commentsFilterAfter: time('Made at this time or after'),
  hasSpectrum: flag('It has a spectrum that the viewer sees'),
  hasNoSpectrum: flag('It has none'),
  hasSpectrumAfter: time('A spectrum of it was taken at this time or after'),
  hasSpectrumBefore: time('A spectrum of it was taken at this time or before'),
  tags: words('One of these tags'),
  withoutTags: words('None of these'),
  minSpectra: Type.Optional(Type.Integer({ minimum: 1, description: 'So many spectra or more' })),
  minComments: Type.Optional(Type.Integer({ minimum: 1, description: 'So many comments or more' })),
  hasFollowupRequest: flag('Follow-up was asked for that the viewer sees'),
  followupRequestStatus: words('The same, with a part of what its status says'),
  ...inLocalization,
  listName: words("On this list of the viewer's"),
  ...sourceIncludes,
  deduplicatePhotometry: flag('Of points of one time and band the newest'),
  saveSummary: flag('Which group saved what, and when, in place of the objects'),
  includeGeoJSON: flag('The places besides, as GeoJSON'),
  includeHosts: flag('Hosts are always told'),
  removeNested: flag('Without classifications, annotations, groups and the like'),
  sortBy: Type.Optional(Type.Enum([...sourceColumns], { default: 'saved_at' })),
  sortAnnotation: Type.Optional(
    Type.String({
      maxLength: 600,
      pattern: '^.+/[^/]+$',
      description:
        'With `sortBy=annotation`: `origin/key`, of a number; the key begins at the last slash',
    }),
  ),
  sortOrder: Type.Optional(
    Type.Enum(['asc', 'desc'], {
      description: 'desc where it is sorted by a time, else asc; what is missing comes last',
    }),
  ),
  pageNumber: Type.Optional(pageNumber),
  numPerPage: Type.Optional(pageSize(100)),
  cursor: Type.Optional(
    Type.String({
      maxLength: 2000,
      description:
        'Where the page before ended, in place of a page number: skips and repeats nothing',
    }),
  ),
});

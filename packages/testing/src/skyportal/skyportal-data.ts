type Item = Record<string, unknown>;

const group = (id: number, name: string, more: Item = {}): Item => ({
  id,
  name,
  nickname: null,
  private: false,
  single_user_group: false,
  ...more,
});

const groups = [
  group(1, 'Sitewide Group'),
  group(2, 'ada', { single_user_group: true }),
  group(3, 'grace', { single_user_group: true }),
  group(4, 'Nuclear transients', { private: true }),
];

const user = (id: number, username: string): Item => ({
  id,
  username,
  first_name: username,
  last_name: null,
  contact_email: `${username}@example.org`,
  roles: ['Full user'],
  affiliations: ['Caltech'],
  streams: [{ id: 1, name: 'Public' }],
});

const [, adas, , secret] = groups;
const author = (id: number) => ({ author_id: id, author: { id } });

/**
 * Photometry in microjansky, AB, for the private group: a detection with a limit of its own, a limit of
 * 3 sigma and one that says nothing, a negative flux over a reference.
 */
const points = (objId: string, first: number): Item[] => {
  const limitOf3Sigma = 23.9 - 2.5 * Math.log10(3 * 2.5);
  const limitOf5Sigma = 23.9 - 2.5 * Math.log10(5 * 2.5);
  const each: Item[] = [
    { flux: 130.25, limiting_mag: 20.1, altdata: { seeing: 1.5, airmass: Number.NaN } },
    { flux: null, limiting_mag: limitOf3Sigma },
    { flux: null, limiting_mag: limitOf5Sigma, origin: 'fp' },
    { flux: -3.5, limiting_mag: limitOf5Sigma, ref_flux: 40.5, ref_fluxerr: 1.25 },
  ];
  return each.map((one, index) => ({
    id: first + index,
    obj_id: objId,
    mjd: 58_000.5 + index,
    filter: 'ztfr',
    instrument_id: 12,
    fluxerr: 2.5,
    zp: 23.9,
    magsys: 'ab',
    ref_flux: null,
    ref_fluxerr: null,
    origin: null,
    altdata: null,
    ra: 150.001,
    dec: 20.002,
    ra_unc: 0.1,
    dec_unc: null,
    owner: { id: 10, username: 'ada' },
    groups: [secret, adas],
    streams: [],
    annotations: [],
    validations: [],
    ...one,
  }));
};

const verdict = (id: number, photometry_id: number): Item => ({
  id,
  photometry_id,
  validated: false,
  validator_id: 10,
  explanation: 'a ghost',
  notes: null,
});

const withNotes = (list: Item[]): Item[] =>
  list.map((point, index) => {
    const note = { origin: 'old:stamp', data: { blended: true }, ...author(10), groups: [secret] };
    if (index === 1) return { ...point, validations: [verdict(660, Number(point.id))] };
    return index === 0 ? { ...point, annotations: [{ id: 650, ...note }] } : point;
  });

const spectrum = (id: number, more: Item = {}): Item => ({
  id,
  obj_id: 'ZTF21old1',
  observed_at: '2021-03-05T06:07:08.123456',
  wavelengths: [4000, 4010.5, 4020],
  fluxes: [1.5e-16, Number.NaN, 1.25e-16],
  errors: null,
  units: 'erg/s/cm/cm/AA',
  origin: null,
  type: 'source',
  label: null,
  instrument_id: 18,
  altdata: null,
  owner_id: 10,
  groups: [secret, adas],
  pis: [],
  reducers: [],
  observers: [],
  external_pi: null,
  external_reducer: null,
  external_observer: null,
  followup_request_id: null,
  assignment_id: null,
  original_file_filename: null,
  comments: [],
  annotations: [],
  ...more,
});

const firstSpectrum = spectrum(400, {
  reducers: [{ id: 10, username: 'ada', first_name: 'ada' }],
  observers: [{ id: 99, username: 'gone', first_name: 'Long', last_name: 'Gone' }],
  external_reducer: 'R. Student',
  followup_request_id: 30,
  original_file_filename: 'night1.ascii',
  comments: [{ id: 710, text: 'Host lines', channel: null, ...author(10), groups: [secret] }],
  annotations: [
    { id: 610, origin: 'old:fit', data: { z: 0.043 }, ...author(10), groups: [secret] },
  ],
});

const source = (index: number): Item => ({
  id: `ZTF21old${index}`,
  ra: 150 + index,
  dec: 20,
  redshift: index === 1 ? 0.043 : null,
  transient: true,
  groups: [{ ...secret, active: true, saved_by: { id: 10 }, saved_at: '2021-03-04T05:06:07' }],
});

const comments: Item[] = [
  {
    id: 700,
    text: 'Rising fast',
    channel: null,
    bot: true,
    created_at: '2021-03-06T07:08:09.123456',
    modified: '2021-03-07T00:00:00',
    ...author(10),
    groups: [secret],
  },
  // Said twice, and meant twice.
  { id: 701, text: 'Rising fast', channel: null, ...author(10), groups: [secret] },
  { id: 702, text: 'For me alone', channel: null, bot: false, ...author(10), groups: [adas] },
  {
    id: 703,
    text: 'See the finder',
    channel: null,
    attachment_name: 'finder.txt',
    ...author(10),
    groups: [secret],
  },
];

const series: Item = {
  id: 1,
  obj_id: 'ZTF21old1',
  series_name: '2020/summer',
  series_obj_id: '17',
  instrument_id: 12,
  filter: 'ztfr',
  channel: '0',
  origin: 'TESS',
  ra: 151,
  dec: 20,
  exp_time: 30,
  time_stamp_alignment: 'middle',
  num_exp: 2,
  hash: 'abc',
  owner_id: 10,
  group_ids: [4],
  stream_ids: [],
};

/** 16 by 16 grey pixels. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR42mNoQAMMI1sAAAUMgAHjM1mKAAAAAElFTkSuQmCC';

const hierarchy = { class: 'Time-domain Source', subclasses: [{ class: 'Ia' }, { class: 'TDE' }] };

/** What a small marshal has, by the path of its API. */
export interface SkyportalData {
  /** Lists that it pages. */
  paged: Record<string, { within: string; items: Item[] }>;
  plain: Record<string, unknown>;
  /** Files: attachments. */
  files: Record<string, Buffer>;
  /** What it refuses, by status. */
  refused: Record<string, number>;
}

/** A marshal of one's own, which a test may change. */
export const skyportalData = (): SkyportalData => structuredClone(original);

const original: SkyportalData = {
  paged: {
    user: { within: 'users', items: [user(10, 'ada'), user(11, 'grace')] },
    sources: { within: 'sources', items: [1, 2, 3, 4, 5, 6, 7].map(source) },
    photometric_series: { within: 'series', items: [series] },
    followup_request: {
      within: 'followup_requests',
      items: [30, 31, 32, 33].map((id) => ({
        id,
        obj_id: 'ZTF21old1',
        allocation_id: 13,
        requester: { id: 10, username: 'ada' },
        payload: { priority: 5, start_date: '2021-03-05' },
        status: 'submitted',
        target_groups: [secret],
      })),
    },
  },
  files: {
    '/static/thumbnails/new/old1.png': Buffer.from(picture, 'base64'),
    'sources/ZTF21old1/comments/703/attachment': Buffer.from('north is up\u00e9', 'latin1'),
  },
  // An administrator may do all; but a proxy, or a bug, may say no.
  refused: { 'sources/ZTF21old7/annotations': 403, '/static/thumbnails/sub/gone.png': 404 },
  plain: {
    streams: [
      { id: 1, name: 'Old public', altdata: { collection: 'ZTF_alerts', selector: [1] } },
      { id: 2, name: 'Older', altdata: { collection: 'PTF_alerts', selector: [1] } },
    ],
    groups: { user_groups: [], user_accessible_groups: [], all_groups: groups },
    'groups/4': {
      ...secret,
      users: [
        { id: 10, username: 'ada', admin: true, can_save: true },
        // Nobody knows him any more.
        { id: 99, username: 'gone', admin: false, can_save: true },
      ],
      streams: [{ id: 1 }],
    },
    telescope: [
      {
        id: 11,
        name: 'Old 48-inch',
        nickname: 'O48',
        diameter: 1.2,
        lat: 33.3,
        lon: -116.8,
        elevation: 1712,
        robotic: true,
        fixed_location: true,
      },
    ],
    instrument: [
      {
        id: 12,
        name: 'Old camera',
        type: 'imager',
        band: 'optical',
        filters: ['ztfg', 'ztfr'],
        telescope_id: 11,
      },
      { id: 18, name: 'Old grism', type: 'spectrograph', filters: [], telescope_id: 11 },
    ],
    allocation: [
      {
        id: 13,
        group_id: 4,
        instrument_id: 12,
        hours_allocated: 40,
        proposal_id: 'P1',
        pi: 'Ada',
        types: ['triggered'],
        start_date: '2021-01-01T00:00:00',
        end_date: '2031-01-01T00:00:00',
      },
    ],
    taxonomy: [
      { id: 14, name: 'Old classes', version: '1', hierarchy, isLatest: true, groups: [secret] },
    ],
    filters: [{ id: 15, name: 'Nuclear', group_id: 4, stream_id: 1 }],
    'filters/15/v': {
      id: 15,
      active: true,
      active_fid: 'bbbbbb',
      fv: [
        {
          fid: 'aaaaaa',
          created_at: '2021-01-01T00:00:00',
          pipeline: '[{"$match":{"candidate.drb":{"$gt":0.9}}}]',
        },
        {
          fid: 'bbbbbb',
          created_at: '2021-02-01T00:00:00',
          pipeline: '[{"$match":{"candidate.drb":{"$gt":0.99}}}]',
        },
      ],
    },
    objtagoption: [{ id: 16, name: 'nuclear', color: '#aa3300' }],
    'objtag?obj_id=ZTF21old1': [
      { id: 17, objtagoption_id: 16, obj_id: 'ZTF21old1', ...author(10) },
    ],
    'sources/ZTF21old1/photometry': withNotes(points('ZTF21old1', 500)),
    'sources/ZTF21old6/photometry': points('ZTF21old6', 510),
    'sources/ZTF21old1/annotations': [
      {
        id: 600,
        origin: 'old:matches',
        data: { distance: 0.4, kind: 'galaxy' },
        ...author(10),
        groups: [secret],
      },
    ],
    'sources/ZTF21old1/spectra': {
      obj_id: 'ZTF21old1',
      spectra: [firstSpectrum, spectrum(401, { label: 'second' })],
    },
    // As Python prints bytes: some files were kept so.
    'spectra/400': { ...firstSpectrum, original_file_string: "b'# night 1\\n4000 1.5e-16\\n'" },
    'sources/ZTF21old1/comments': comments,
    'sources/ZTF21old1/comments/channels': ['host'],
    'sources/ZTF21old1/comments?channel=host': [
      { id: 704, text: 'A dwarf', channel: 'host', ...author(10), groups: [secret] },
    ],
    'sources/ZTF21old1/classifications': [
      {
        id: 800,
        classification: 'TDE',
        taxonomy_id: 14,
        probability: 0.7,
        ml: false,
        ...author(10),
        groups: [secret],
        votes: [{ id: 850, voter_id: 10, classification_id: 800, vote: 1 }],
        edits: [
          {
            id: 860,
            editor_id: 10,
            editor_name: 'ada',
            old_probability: 0.2,
            new_probability: 0.5,
          },
          {
            id: 861,
            editor_id: 99,
            editor_name: 'gone',
            old_probability: 0.5,
            new_probability: 0.7,
          },
        ],
      },
    ],
    'listing/10': [{ id: 900, user_id: 10, obj_id: 'ZTF21old1', list_name: 'favorites' }],
    observing_run: [
      {
        ...{ id: 40, instrument_id: 18, pi: 'Ada', group: { id: 4 }, group_id: 4 },
        ...{ calendar_date: '2024-02-01', owner_id: 10, run_end_utc: '2024-02-02T14:40:00' },
      },
    ],
    assignment: [{ id: 41, run_id: 40, obj_id: 'ZTF21old1', priority: '3', requester_id: 10 }],
    'photometric_series/1': {
      ...series,
      data: { mjd: [59_000.5, 59_000.6], flux: [10.5, 11], fluxerr: [1, 1] },
    },
    'sources/ZTF21old1?includeThumbnails=true': {
      ...source(1),
      thumbnails: [
        {
          id: 950,
          type: 'new',
          survey: null,
          public_url: '/static/thumbnails/new/old1.png',
          is_grayscale: true,
        },
        {
          id: 951,
          type: 'ps1',
          survey: null,
          public_url: 'https://ps1.example.org/cutout',
          is_grayscale: false,
        },
        {
          id: 952,
          type: 'sub',
          survey: null,
          public_url: '/static/thumbnails/sub/gone.png',
          is_grayscale: true,
        },
      ],
    },
    'internal/profile': { id: 10, username: 'ada' },
  },
};

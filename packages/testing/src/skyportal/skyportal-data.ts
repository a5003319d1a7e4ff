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

/** Photometry in microjansky, AB: a detection and a limit, for the private group. */
const points = (objId: string, first: number): Item[] =>
  [58_000.5, 58_001.5].map((mjd, index) => ({
    id: first + index,
    obj_id: objId,
    mjd,
    filter: 'ztfr',
    instrument_id: 12,
    flux: index === 0 ? 130.25 : null,
    fluxerr: 2.5,
    zp: 23.9,
    magsys: 'ab',
    origin: null,
    altdata: null,
    owner: { id: 10, username: 'ada' },
    groups: [secret, adas],
    streams: [],
  }));

const source = (index: number): Item => ({
  id: `ZTF21old${index}`,
  ra: 150 + index,
  dec: 20,
  redshift: index === 1 ? 0.043 : null,
  transient: true,
  groups: [{ ...secret, active: true, saved_by: { id: 10 }, saved_at: '2021-03-04T05:06:07' }],
});

const comments: Item[] = [
  { id: 700, text: 'Rising fast', channel: null, ...author(10), groups: [secret] },
  // Said twice, and meant twice.
  { id: 701, text: 'Rising fast', channel: null, ...author(10), groups: [secret] },
  { id: 702, text: 'For me alone', channel: null, ...author(10), groups: [adas] },
];

const hierarchy = { class: 'Time-domain Source', subclasses: [{ class: 'Ia' }, { class: 'TDE' }] };

/** What a small marshal has, by the path of its API; lists that it pages are `paged`. */
export const skyportalData = {
  paged: {
    user: { within: 'users', items: [user(10, 'ada'), user(11, 'grace')] },
    sources: { within: 'sources', items: [1, 2, 3, 4, 5, 6, 7].map(source) },
  } as Record<string, { within: string; items: Item[] }>,
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
    'sources/ZTF21old1/photometry': points('ZTF21old1', 500),
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
    'sources/ZTF21old1/comments': comments,
    'sources/ZTF21old1/classifications': [
      {
        id: 800,
        classification: 'TDE',
        taxonomy_id: 14,
        probability: 0.7,
        ml: false,
        ...author(10),
        groups: [secret],
      },
    ],
    'listing/10': [{ id: 900, user_id: 10, obj_id: 'ZTF21old1', list_name: 'favorites' }],
    spectra: [{ id: 1 }, { id: 2 }],
    followup_request: { followup_requests: [{ id: 1 }], totalMatches: 5 },
    observing_run: [{ id: 1 }],
  } as Record<string, unknown>,
};

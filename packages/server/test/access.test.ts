// Long because each of its routes has a case. Every route, as every role: rights/routes.test.ts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type RouteContract, type RouteName, routes } from '@fritz/contract';
import { createCutouts, createLightCurveRow, createPhotometryPoint } from '@fritz/testing';
import {
  arrangeWorld,
  type Harness,
  type RequestOptions,
  send,
  startHarness,
  type World,
} from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const { objId: objectId, candid } = made;
    await createCutouts(client, { candid, science: Buffer.from('not a fits file') });
    await createLightCurveRow(client, { objectId, candid, points: Buffer.alloc(0) });
    const asked = await client.query<{ id: number }>(
      `INSERT INTO fritz.group_admission_requests (group_id, user_id) VALUES ($1, $2) RETURNING id`,
      [made.group.id, made.viewer.id],
    );
    requestId = asked.rows[0]?.id ?? 0;
    const columns = { owner_id: made.member.id, origin: '' };
    const point = await createPhotometryPoint(client, {
      objId: objectId,
      group: made.group,
      columns,
    });
    pointId = point.id;
    return made;
  });
});
after(() => harness.close());

/** What a route says to a stranger: nothing is there, or lists without what is not his. */
type Answer = 404 | 403 | 422 | 200;

interface Case {
  options: (w: World) => RequestOptions;
  stranger: Answer;
  member: 200 | 403 | 404 | 409 | 422;
}

const one = (w: World) => ({ params: { id: w.filter.id } });
const obj = (w: World) => ({ params: { id: w.objId } });
const user = (w: World) => ({ params: { id: w.member.id } });
const none = () => ({});
const nothing = () => ({ params: { id: 2_000_000_000 } });
const on = (w: World) => ({ params: { resource_type: 'sources', resource_id: w.objId } });
const noteOf = (name: string) => (w: World) => ({
  params: { ...on(w).params, [name]: 2_000_000_000 },
});
const noSuchKey = () => ({ params: { id: '00000000-0000-4000-8000-000000000000' } });
/** Somebody's request to join the member's group. */
let requestId = 0;
const request = () => ({ params: { id: requestId } });
/** A point that the member uploaded. */
let pointId = 0n;

/** Routes that need a viewer, called for things of the member's. */
const cases: Partial<Record<RouteName, Case>> = {
  getConfig: { options: none, stranger: 200, member: 200 },
  getProfile: { options: none, stranger: 200, member: 200 },
  updateProfile: { options: () => ({ body: {} }), stranger: 200, member: 200 },
  listUsers: { options: none, stranger: 200, member: 200 },
  getUser: { options: user, stranger: 200, member: 200 },
  createUser: { options: () => ({ body: { username: 'x' } }), stranger: 403, member: 403 },
  updateUser: { options: (w) => ({ ...user(w), body: {} }), stranger: 403, member: 403 },
  deleteUser: { options: user, stranger: 403, member: 403 },
  addUserRoles: {
    options: (w) => ({ ...user(w), body: { roleIds: ['View only'] } }),
    stranger: 403,
    member: 403,
  },
  removeUserRole: {
    options: (w) => ({ params: { id: w.member.id, role: 'Full user' } }),
    stranger: 403,
    member: 403,
  },
  addUserAcls: {
    options: (w) => ({ ...user(w), body: { aclIds: ['Comment'] } }),
    stranger: 403,
    member: 403,
  },
  removeUserAcl: {
    options: (w) => ({ params: { id: w.member.id, acl: 'Comment' } }),
    stranger: 403,
    member: 403,
  },
  listRoles: { options: none, stranger: 200, member: 200 },
  listAcls: { options: none, stranger: 200, member: 200 },
  listInvitations: { options: none, stranger: 403, member: 403 },
  createInvitation: {
    options: () => ({ body: { userEmail: 'x@example.org', groupIDs: [] } }),
    stranger: 403,
    member: 403,
  },
  updateInvitation: {
    options: () => ({ params: { id: 1 }, body: {} }),
    stranger: 403,
    member: 403,
  },
  deleteInvitation: { options: () => ({ params: { id: 1 } }), stranger: 403, member: 403 },
  listTokens: { options: none, stranger: 200, member: 200 },
  createToken: { options: () => ({ body: { name: 'x' } }), stranger: 200, member: 200 },
  deleteToken: {
    options: () => ({ params: { id: '00000000-0000-4000-8000-000000000000' } }),
    stranger: 404,
    member: 200,
  },
  getToken: { options: noSuchKey, stranger: 404, member: 200 },
  updateToken: {
    options: () => ({ ...noSuchKey(), body: { name: 'x' } }),
    stranger: 404,
    member: 200,
  },
  listSessions: { options: none, stranger: 200, member: 200 },
  deleteSession: { options: noSuchKey, stranger: 404, member: 200 },
  deleteOtherSessions: { options: none, stranger: 200, member: 200 },
  listIdentities: { options: none, stranger: 200, member: 200 },
  linkIdentity: { options: () => ({ body: { provider: 'orcid' } }), stranger: 404, member: 200 },
  unlinkIdentity: { options: () => ({ params: { id: 1 } }), stranger: 403, member: 200 },
  acceptInvitation: { options: () => ({ body: { token: 'x' } }), stranger: 403, member: 200 },
  listGroups: { options: none, stranger: 200, member: 200 },
  getGroup: { options: (w) => ({ params: { id: w.group.id } }), stranger: 404, member: 200 },
  createGroup: {
    options: () => ({ body: { name: `G${Math.random()}` } }),
    stranger: 200,
    member: 200,
  },
  getPublicGroup: { options: none, stranger: 404, member: 404 },
  updateGroup: {
    options: (w) => ({ params: { id: w.group.id }, body: { nickname: 'G' } }),
    stranger: 404,
    member: 200,
  },
  addGroupUser: {
    options: (w) => ({ params: { id: w.group.id }, body: { userID: w.admin.id } }),
    stranger: 404,
    member: 200,
  },
  updateGroupUser: {
    options: (w) => ({
      params: { id: w.group.id },
      body: { userID: w.viewer.id, canSharePhotometry: true },
    }),
    stranger: 404,
    member: 200,
  },
  removeGroupUser: {
    options: (w) => ({ params: { id: w.group.id, user_id: w.admin.id } }),
    stranger: 404,
    member: 200,
  },
  addUsersFromGroups: {
    options: (w) => ({ params: { id: w.group.id }, body: { fromGroupIDs: [w.group.id] } }),
    stranger: 404,
    member: 200,
  },
  addGroupStream: {
    options: (w) => ({ params: { id: w.group.id }, body: { stream_id: w.stream.id } }),
    stranger: 404,
    member: 200,
  },
  listAdmissionRequests: { options: none, stranger: 200, member: 200 },
  getAdmissionRequest: { options: request, stranger: 404, member: 200 },
  createAdmissionRequest: {
    options: (w) => ({ body: { groupID: w.group.id } }),
    stranger: 404,
    member: 409,
  },
  updateAdmissionRequest: {
    options: () => ({ ...request(), body: { status: 'declined' } }),
    stranger: 404,
    member: 200,
  },
  deleteAdmissionRequest: { options: request, stranger: 404, member: 403 },
  listStreams: { options: none, stranger: 200, member: 200 },
  getStream: { options: (w) => ({ params: { id: w.stream.id } }), stranger: 404, member: 200 },
  createStream: {
    options: () => ({ body: { name: 's', altdata: { collection: 'ZTF_alerts', selector: [1] } } }),
    stranger: 403,
    member: 200,
  },
  updateStream: {
    options: (w) => ({ params: { id: w.stream.id }, body: { name: `S${w.stream.id}` } }),
    stranger: 403,
    member: 200,
  },
  addStreamUser: {
    options: (w) => ({ params: { id: w.stream.id }, body: { user_id: w.stranger.id } }),
    stranger: 403,
    member: 200,
  },
  removeStreamUser: {
    options: (w) => ({ params: { id: w.stream.id, user_id: w.stranger.id } }),
    stranger: 403,
    member: 200,
  },
  listFilters: { options: none, stranger: 200, member: 200 },
  getFilter: { options: one, stranger: 404, member: 200 },
  createFilter: {
    options: (w) => ({ body: { name: 'f', group_id: w.group.id, stream_id: w.stream.id } }),
    stranger: 404,
    member: 200,
  },
  updateFilter: {
    options: (w) => ({ ...one(w), body: { name: 'f' } }),
    stranger: 404,
    member: 200,
  },
  getFilterVersions: { options: one, stranger: 404, member: 200 },
  createFilterVersion: {
    options: (w) => ({ ...one(w), body: { pipeline: [{ $match: {} }], insist: true } }),
    stranger: 404,
    member: 200,
  },
  updateFilterById: {
    options: (w) => ({ body: { filter_id: w.filter.id, update_annotations: true } }),
    stranger: 404,
    member: 200,
  },
  testFilter: {
    options: (w) => ({ ...one(w), body: { object_ids: [w.objId] } }),
    stranger: 404,
    member: 200,
  },
  explainFilter: {
    options: (w) => ({ ...one(w), query: { candid: String(w.candid) }, body: {} }),
    stranger: 404,
    member: 200,
  },
  runFunnel: { options: (w) => ({ ...one(w), body: {} }), stranger: 404, member: 200 },
  runDiff: {
    options: (w) => ({ ...one(w), body: { to: { pipeline: [{ $match: { candid: 1 } }] } } }),
    stranger: 404,
    member: 200,
  },
  getFilterFields: { options: one, stranger: 404, member: 200 },
  updateFilterVersions: {
    options: (w) => ({ ...one(w), body: { active: true } }),
    stranger: 404,
    member: 200,
  },
  listCandidates: { options: none, stranger: 200, member: 200 },
  getCandidate: { options: (w) => ({ params: { objId: w.objId } }), stranger: 404, member: 200 },
  listSources: { options: none, stranger: 200, member: 200 },
  getSource: { options: obj, stranger: 404, member: 200 },
  saveSource: {
    options: (w) => ({ body: { id: w.objId, group_ids: [w.group.id] } }),
    stranger: 404,
    member: 200,
  },
  changeSourceGroups: {
    options: (w) => ({ body: { objId: w.objId, inviteGroupIds: [w.group.id] } }),
    stranger: 404,
    member: 200,
  },
  getPhotometry: { options: obj, stranger: 404, member: 200 },
  searchComments: { options: () => ({ query: { text: 'a' } }), stranger: 200, member: 200 },
  listComments: { options: on, stranger: 404, member: 200 },
  getComment: { options: noteOf('comment_id'), stranger: 404, member: 404 },
  createComment: {
    options: (w) => ({ ...on(w), body: { text: 'a' } }),
    stranger: 404,
    member: 200,
  },
  updateComment: {
    options: (w) => ({ ...noteOf('comment_id')(w), body: {} }),
    stranger: 404,
    member: 404,
  },
  deleteComment: { options: noteOf('comment_id'), stranger: 404, member: 404 },
  listCommentChannels: { options: obj, stranger: 404, member: 200 },
  deleteCommentChannel: {
    options: (w) => ({ ...obj(w), query: { channel: 'a' } }),
    stranger: 404,
    member: 404,
  },
  getCommentAttachment: { options: noteOf('comment_id'), stranger: 404, member: 404 },
  getCommentAttachmentPdf: { options: noteOf('comment_id'), stranger: 404, member: 404 },
  countCommentAttachments: { options: none, stranger: 403, member: 403 },
  moveCommentAttachments: { options: none, stranger: 403, member: 403 },
  listAnnotations: { options: on, stranger: 404, member: 200 },
  getAnnotation: { options: noteOf('annotation_id'), stranger: 404, member: 404 },
  createAnnotation: {
    options: (w) => ({ ...on(w), body: { origin: 'a', data: {} } }),
    stranger: 404,
    member: 200,
  },
  updateAnnotation: {
    options: (w) => ({ ...noteOf('annotation_id')(w), body: {} }),
    stranger: 404,
    member: 404,
  },
  deleteAnnotation: { options: noteOf('annotation_id'), stranger: 404, member: 404 },
  listTagOptions: { options: none, stranger: 200, member: 200 },
  getTagOption: { options: nothing, stranger: 404, member: 404 },
  createTagOption: { options: () => ({ body: { name: 'A' } }), stranger: 403, member: 403 },
  updateTagOption: {
    options: () => ({ ...nothing(), body: { name: 'A' } }),
    stranger: 403,
    member: 403,
  },
  deleteTagOption: { options: nothing, stranger: 403, member: 403 },
  listObjTags: { options: none, stranger: 200, member: 200 },
  getObjTag: { options: nothing, stranger: 404, member: 404 },
  createObjTag: {
    options: (w) => ({ body: { obj_id: w.objId, objtagoption_id: 2_000_000_000 } }),
    stranger: 404,
    member: 404,
  },
  deleteObjTag: { options: nothing, stranger: 404, member: 404 },
  listListings: { options: none, stranger: 200, member: 200 },
  listUserListings: { options: user, stranger: 200, member: 200 },
  createListing: {
    options: (w) => ({ body: { obj_id: w.objId, list_name: 'favorites' } }),
    stranger: 404,
    member: 200,
  },
  updateListing: { options: () => ({ ...nothing(), body: {} }), stranger: 404, member: 404 },
  deleteListing: { options: nothing, stranger: 404, member: 404 },
  deleteListingOf: {
    options: (w) => ({ body: { obj_id: w.objId, list_name: 'favorites' } }),
    stranger: 404,
    member: 200,
  },
  getThumbnail: { options: nothing, stranger: 404, member: 404 },
  getThumbnailImage: { options: nothing, stranger: 404, member: 404 },
  createThumbnail: {
    // Looked at before anything is looked up.
    options: (w) => ({ body: { obj_id: w.objId, data: 'AAAA', ttype: 'new' } }),
    stranger: 422,
    member: 422,
  },
  updateThumbnail: { options: () => ({ ...nothing(), body: {} }), stranger: 403, member: 403 },
  deleteThumbnail: { options: nothing, stranger: 403, member: 403 },
  checkThumbnailPaths: { options: none, stranger: 403, member: 403 },
  moveThumbnails: { options: none, stranger: 403, member: 403 },
  sweepThumbnailPaths: { options: none, stranger: 403, member: 403 },
  getFeatures: { options: obj, stranger: 404, member: 200 },
  exportFeatures: { options: obj, stranger: 404, member: 200 },
  getPeriodogram: { options: obj, stranger: 404, member: 200 },
  listCatalogs: { options: none, stranger: 200, member: 200 },
  searchCatalog: {
    options: () => ({ params: { name: 'Nothing' }, query: { ra: 1, dec: 1, radius: 1 } }),
    stranger: 404,
    member: 404,
  },
  getCrossMatches: {
    options: (w) => ({ params: { objectId: w.objId } }),
    stranger: 404,
    member: 200,
  },
  shareData: {
    options: (w) => ({ body: { groupIDs: [w.group.id], photometryIDs: [pointId] } }),
    stranger: 404,
    member: 200,
  },
  getAccess: {
    options: (w) => ({ params: { kind: 'source', id: w.objId } }),
    stranger: 404,
    member: 200,
  },
  listAudit: { options: none, stranger: 200, member: 200 },
  exportAudit: { options: none, stranger: 200, member: 200 },
  searchEverything: { options: () => ({ query: { q: 'ZTF' } }), stranger: 200, member: 200 },
  searchAlerts: {
    options: (w) => ({ query: { objectId: w.objId } }),
    stranger: 200,
    member: 200,
  },
  getAlerts: { options: (w) => ({ params: { objectId: w.objId } }), stranger: 404, member: 200 },
  saveAlert: {
    options: (w) => ({ params: { objectId: w.objId }, body: { group_ids: [w.group.id] } }),
    stranger: 404,
    member: 200,
  },
  getTriplets: {
    options: (w) => ({ params: { objectId: w.objId } }),
    stranger: 404,
    member: 200,
  },
  getLightCurve: {
    options: (w) => ({ params: { objectId: w.objId } }),
    stranger: 404,
    member: 200,
  },
  getCutout: {
    options: (w) => ({ params: { id: w.candid }, query: { file_format: 'fits' } }),
    stranger: 404,
    member: 200,
  },
  getStreamStatus: { options: none, stranger: 200, member: 200 },
  unsaveSource: {
    options: (w) => ({ ...obj(w), body: { group_id: w.group.id } }),
    stranger: 404,
    member: 200,
  },
  deleteFilter: { options: one, stranger: 404, member: 200 },
  removeGroupStream: {
    options: (w) => ({ params: { id: w.group.id, stream_id: w.stream.id } }),
    stranger: 404,
    member: 409,
  },
  deleteStream: {
    options: (w) => ({ params: { id: w.stream.id } }),
    stranger: 403,
    member: 409,
  },
  deleteGroup: { options: (w) => ({ params: { id: w.group.id } }), stranger: 404, member: 200 },
};

const protectedRoutes = (Object.entries(routes) as [RouteName, RouteContract][]).filter(
  ([name]) => cases[name] !== undefined,
);

describe('without credentials there is nothing', () => {
  for (const [name] of protectedRoutes) {
    test(name, async () => {
      const options = cases[name]?.options(world) ?? {};
      const response = await send(harness, name, options);
      assert.equal(response.statusCode, 401);
      const as = { token: '5f2b0a1c-0000-4000-8000-3d2f6a9b1c4e' };
      assert.equal((await send(harness, name, { ...options, as })).statusCode, 401);
    });
  }
});

describe('a stranger finds nothing of the member’s', () => {
  for (const [name] of protectedRoutes) {
    test(name, async () => {
      const found = cases[name];
      assert.ok(found);
      const options = { ...found.options(world), as: world.stranger };
      const response = await send(harness, name, options);
      assert.equal(response.statusCode, found.stranger, response.body);
      const { objId, candid, group } = world;
      for (const secret of [objId, String(candid), group.name]) {
        assert.equal(response.body.includes(secret), false, `${secret} in ${response.body}`);
      }
    });
  }
});

describe('a viewer without permissions changes nothing', () => {
  for (const [name, route] of protectedRoutes.filter(([, { acl }]) => acl !== undefined)) {
    test(name, async () => {
      const options = { ...cases[name]?.options(world), as: world.viewer };
      const response = await send(harness, name, options);
      assert.equal(response.statusCode, 403, response.body);
      assert.match(response.body, new RegExp(`"acl":"${route.acl}"`));
    });
  }
});

/** Of keys and ways in; a token that is nobody's has none, and their own tests have them all. */
const ofBrowsers = new Set<RouteName>([
  'deleteToken',
  'getToken',
  'updateToken',
  'deleteSession',
  'linkIdentity',
  'unlinkIdentity',
  'acceptInvitation',
]);

test('a member finds what is his group’s', async () => {
  const adminOnly = new Set<RouteName>([
    'createStream',
    'updateStream',
    'deleteStream',
    'addStreamUser',
    'removeStreamUser',
  ]);
  // In the order of the cases: what takes things away comes last.
  for (const [name, found] of Object.entries(cases) as [RouteName, Case][]) {
    if (ofBrowsers.has(name)) continue;
    const as = adminOnly.has(name) ? world.admin : world.member;
    const response = await send(harness, name, { ...found.options(world), as });
    assert.equal(response.statusCode, found.member, `${name}: ${response.body}`);
  }
});

test('text is data, never SQL', async () => {
  const as = world.admin;
  const hostile = [
    "'; DROP TABLE fritz.objs; --",
    '1 OR 1=1',
    "' UNION SELECT key_hash",
    '%00',
    '\\',
  ];
  for (const text of hostile) {
    const options: [RouteName, RequestOptions][] = [
      ['getSource', { params: { id: text } }],
      ['getCandidate', { params: { objId: text } }],
      ['getAlerts', { params: { objectId: text } }],
      ['getPhotometry', { params: { id: text } }],
      ['listCandidates', { query: { groupIDs: text } }],
      ['listCandidates', { query: { startDate: text } }],
      ['getCutout', { params: { id: text } }],
      ['getGroup', { params: { id: text } }],
    ];
    for (const [name, option] of options) {
      const response = await send(harness, name, { ...option, as });
      assert.ok([404, 422].includes(response.statusCode), `${name} ${text}: ${response.body}`);
    }
    const made = await send(harness, 'createGroup', { as, body: { name: text } });
    assert.equal(made.statusCode, 200, made.body);
  }
  await harness.arrange((client) => client.query('SELECT FROM fritz.objs LIMIT 1'));
});

test('a NUL in text is bad input, not a failure', async () => {
  const body = { name: 'nothing\u0000more' };
  const response = await send(harness, 'createGroup', { as: world.admin, body });
  assert.equal(response.statusCode, 422, response.body);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createGroup,
  createInstrument,
  createPhotometryPoint,
  createSpectrum,
  createUser,
  type TestUser,
} from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** A point of the member's in his group. */
function upload(owner: TestUser = world.member): Promise<{ id: bigint }> {
  const columns = { owner_id: owner.id, origin: '' };
  return harness.arrange((client) =>
    createPhotometryPoint(client, { objId: world.objId, group: world.group, columns }),
  );
}

/** A new group of a new user, in which the member is not. */
function newGroup() {
  return harness.arrange(async (client) => {
    const reader = await createUser(client);
    return {
      reader,
      group: await createGroup(client, { members: [{ user: reader, admin: true }] }),
    };
  });
}

test('a point is shared with a group, and who sees it says so', async () => {
  const point = await upload();
  const { reader, group } = await newGroup();
  const ask = { params: { kind: 'photometry', id: point.id } };
  await fails(harness, 'getAccess', 'not_found', { as: reader, ...ask });
  const body = { groupIDs: [group.id], photometryIDs: [point.id] };
  assert.deepEqual(await call(harness, 'shareData', { as: world.member, body }), { shared: 1 });
  assert.deepEqual(await call(harness, 'shareData', { as: world.member, body }), { shared: 0 });
  const seen = await call(harness, 'getAccess', { as: reader, ...ask });
  const [owner, ours] = seen.reasons;
  assert.deepEqual([owner?.rule, owner?.people.map(({ id }) => id)], ['owner', [world.member.id]]);
  assert.deepEqual([ours?.rule, ours?.group?.id], ['group', group.id]);
  // The private group that it came from is a number.
  assert.ok(seen.reasons.some(({ rule, others }) => rule === 'hidden' && others > 0));
  assert.equal(JSON.stringify(seen.reasons).includes(world.group.name), false);
  const points = await call(harness, 'getPhotometry', { as: reader, params: { id: world.objId } });
  assert.deepEqual(
    points.map(({ id }) => (id === null ? null : BigInt(id))),
    [point.id],
  );
  const { entries, audiences } = await call(harness, 'listAudit', {
    as: world.member,
    query: { kind: 'photometry', id: String(point.id) },
  });
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['update', 'insert'],
  );
  assert.ok(audiences.some(({ groups }) => groups.some(({ id }) => id === group.id)));
});

test('each refusal has its own code, and all or nothing is shared', async () => {
  const { member, viewer, stranger, otherGroup } = world;
  const [point, other] = [await upload(), await upload(viewer)];
  const alert = await harness.arrange((client) =>
    createPhotometryPoint(client, { objId: world.objId }),
  );
  const { reader, group } = await newGroup();
  const share = (as: TestUser, photometryIDs: bigint[], groupIDs = [group.id]) => ({
    as,
    body: { photometryIDs, groupIDs },
  });
  await fails(harness, 'shareData', 'not_found', share(stranger, [point.id]));
  await fails(harness, 'shareData', 'not_found', share(member, [point.id], [otherGroup.id]));
  await fails(harness, 'shareData', 'not_owner', share(member, [point.id, other.id]));
  await fails(harness, 'shareData', 'stream_photometry', share(member, [point.id, alert.id]));
  await fails(harness, 'shareData', 'stream_photometry', share(world.admin, [alert.id]));
  await fails(harness, 'shareData', 'permission_denied', share(viewer, [other.id]));
  const spectra = { groupIDs: [group.id], photometryIDs: [], spectrumIDs: [1] };
  const told = await fails(harness, 'shareData', 'not_found', { as: member, body: spectra });
  assert.match(told.message, /no such spectrum as 1/);
  await fails(harness, 'shareData', 'invalid_request', {
    as: member,
    body: { groupIDs: [group.id], photometryIDs: [], spectrumIDs: [] },
  });
  await harness.arrange((client) =>
    client.query(
      'INSERT INTO fritz.group_users (group_id, user_id, can_share_photometry) VALUES ($1, $2, false)',
      [group.id, member.id],
    ),
  );
  await fails(harness, 'shareData', 'cannot_share', share(member, [point.id]));
  const gone = await send(harness, 'getPhotometry', { as: reader, params: { id: world.objId } });
  assert.equal(gone.statusCode, 404, 'nothing was shared on the way');
});

test('every kind of row tells who sees it, to whom sees it', async () => {
  const { member, stranger, group, filter, objId, candid } = world;
  const { rows } = await harness.arrange((client) =>
    client.query<{ candidate: bigint; point: bigint }>(
      `SELECT (SELECT id FROM fritz.candidates WHERE obj_id = $1) AS candidate,
              (SELECT min(id) FROM fritz.photometry WHERE obj_id = $1) AS point`,
      [objId],
    ),
  );
  const { id: spectrumId } = await harness.arrange(async (client) => {
    const instrument = await createInstrument(client);
    return createSpectrum(client, { objId, instrument, group, owner: world.viewer });
  });
  const ids = {
    source: objId,
    candidate: rows[0]?.candidate ?? 0n,
    photometry: rows[0]?.point ?? 0n,
    filter: filter.id,
    alert: candid,
    spectrum: spectrumId,
  };
  for (const [kind, id] of Object.entries(ids)) {
    const seen = await call(harness, 'getAccess', { as: member, params: { kind, id } });
    assert.equal(seen.id, String(id));
    assert.ok(seen.total >= 2, kind);
    const people = seen.reasons.flatMap((reason) => reason.people.map((person) => person.id));
    assert.ok(people.includes(member.id), `${kind}: he himself`);
    if (['source', 'candidate', 'filter', 'spectrum'].includes(kind)) {
      assert.ok(
        seen.reasons.some((reason) => reason.group?.id === group.id),
        kind,
      );
    }
    await fails(harness, 'getAccess', 'not_found', { as: stranger, params: { kind, id } });
  }
  for (const id of ['0', '99999999999999999999', 'x', "1' OR '1'='1"]) {
    await fails(harness, 'getAccess', 'not_found', {
      as: member,
      params: { kind: 'photometry', id },
    });
  }
  await fails(harness, 'getAccess', 'invalid_request', {
    as: member,
    params: { kind: 'x', id: 1 },
  });
});

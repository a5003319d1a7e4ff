// Long because it makes one of everything that a group can have, read side by side with its rights.

import { randomBytes, randomUUID } from 'node:crypto';
import {
  createAlert,
  createAllocation,
  createAudience,
  createBatch,
  createCandidate,
  createCrossMatches,
  createCutouts,
  createFilter,
  createInstrument,
  createLightCurveRow,
  createMatchBacklog,
  createPhotometryPoint,
  createQuarantined,
  createScore,
  createSource,
  createStream,
  createSurveyAlert,
  type FactoryClient,
  groupAudience,
  nextCandid,
  programAudience,
  type TestFilter,
} from '@fritz/testing';
import { type AnalysisSecrets, arrangeAnalyses, ghostAnalyses } from './analysis-secrets.ts';
import {
  arrangeClassifications,
  type ClassificationSecrets,
  ghostClassifications,
} from './classification-secrets.ts';
import { arrangeFollowups, type FollowupSecrets, ghostFollowups } from './followup-secrets.ts';
import { arrangeLinks } from './link-secrets.ts';
import { arrangeNotes } from './note-secrets.ts';
import { arrangeObserving, ghostObserving, type ObservingSecrets } from './observing-secrets.ts';
import type { Membership, People } from './people.ts';
import { arrangeQueries, ghostQueries, type QuerySecrets } from './query-secrets.ts';
import { arrangeReleases, ghostReleases, type ReleaseSecrets } from './release-secrets.ts';
import { arrangeSkyMap, ghostSkyMap, type SkyMapSecrets } from './sky-map-secrets.ts';
import { arrangeSpectrum } from './spectrum-secrets.ts';

/** Things of a private group, each with a word of its own that stands nowhere else. */
export interface Secrets
  extends ClassificationSecrets,
    AnalysisSecrets,
    ReleaseSecrets,
    QuerySecrets,
    FollowupSecrets,
    ObservingSecrets,
    SkyMapSecrets {
  stream: { id: number };
  group: { id: number };
  otherGroup: { id: number };
  filter: TestFilter;
  objId: string;
  /** An object of another survey that is linked with it. */
  linkedId: string;
  candid: bigint;
  candidateId: bigint;
  superObjId: number;
  /** Of the private group alone. */
  teamId: number;
  pointId: bigint;
  uploadId: bigint;
  /** The request that uploaded it, and an instrument to upload more by. */
  uploadedBy: string;
  ztfId: number;
  seriesId: number;
  /** Somebody who asks to be taken in, and his request. */
  askingId: number;
  requestId: number;
  invitationId: number;
  invitationToken: string;
  tapJobId: string;
  tokenId: string;
  sessionId: string;
  identityId: number;
  batchId: bigint;
  /** Everybody sees them. */
  telescopeId: number;
  instrumentId: number;
  allocationId: number;
  spectrumId: number;
  /** By the member, on the object and on his point. */
  commentId: number;
  pointCommentId: number;
  annotationId: number;
  /** Of a tag that everybody knows, the one on the object. */
  tagOptionId: number;
  objTagId: number;
  listingId: number;
  thumbnailId: number;
  /** The names of the member's list and of a conversation. */
  listName: string;
  channel: string;
  /** The group's audience, and the second programme's. */
  audienceId: number;
  programAudienceId: number;
  /** What no stranger may ever read: words, names, numbers as they are printed. */
  canaries: string[];
}

const word = (what: string) => `canary${what}${randomBytes(5).toString('hex')}`;

async function insert(
  client: FactoryClient,
  text: string,
  values: unknown[],
): Promise<Record<string, unknown>> {
  const { rows } = await client.query<Record<string, unknown>>(text, values);
  const [row] = rows;
  if (!row) throw new Error(`nothing was made: ${text}`);
  return row;
}

/** What a series of two points says of itself. */
const seriesSummary = {
  ...{ mjd_mid: 60_000.5, mjd_last_detected: null, mag_first: 19, mag_last: 19.1 },
  ...{ mag_last_detected: null, is_detected: false, frame_rate: null, mean_mag: 19.05 },
  ...{ rms_mag: 0.05, robust_mag: 19.05, robust_rms: 0.07, median_snr: null, best_snr: null },
  ...{ worst_snr: null, medians: {}, maxima: {}, minima: {}, stds: {} },
};

/** Makes a private group with one of everything that a group can have. */
export async function arrangeSecrets(
  client: FactoryClient,
  people: People,
  members: readonly Membership[],
): Promise<Secrets> {
  const member = people.member.id;
  const canaries: string[] = [];
  const canary = (what: string): string => {
    const made = word(what);
    canaries.push(made);
    return made;
  };
  const users = members.map(({ id }) => ({ id, username: '', token: '' }));
  const stream = await createStream(client, { name: canary('stream'), programIds: [1, 2], users });
  const group = await insertGroup(client, canary, members, stream.id);
  const otherGroup = await insertGroup(client, canary, members, stream.id);
  const filter = await createFilter(client, {
    group,
    stream,
    name: canary('filter'),
    pipeline: JSON.stringify([
      { $match: { 'candidate.drb': { $gt: 0.5 } } },
      { $project: { [canary('pipeline')]: 1 } },
    ]),
  });
  const objId = `ZTF26${canary('obj')}`;
  const candid = nextCandid();
  canaries.push(String(candid));
  const place = canaryPlace(canaries);
  const { id: candidateId } = await createCandidate(client, {
    filter,
    objId,
    candid,
    output: { annotations: { [canary('annotation')]: canary('value') } },
  });
  await client.query('UPDATE fritz.candidates SET program_audience_id = $2 WHERE id = $1', [
    candidateId,
    await programAudience(client, 2),
  ]);
  await client.query('UPDATE fritz.objs SET ra = $2, dec = $3 WHERE id = $1', [objId, ...place]);
  const [ra, dec] = place;
  await createAlert(client, {
    objectId: objId,
    candid,
    programId: 2,
    columns: { ra, dec, pdiffimfilename: canary('image') },
  });
  await createCutouts(client, { candid, programId: 2, science: Buffer.from(canary('stamp')) });
  for (const survey of ['lsst', 'pgir', 'winter']) {
    await createSurveyAlert(client, survey, { objectId: objId, candid, programId: 2, ra, dec });
  }
  await createScore(client, { candid, programId: 2, score: null, reason: canary('reason') });
  const points = Buffer.alloc(0);
  await createLightCurveRow(client, { objectId: objId, candid, programId: 2, points });
  const neighbourId = canary('neighbour');
  await createCrossMatches(client, { objectId: objId, programId: 2, neighbourId });
  const releases = await arrangeReleases(client, canaries);
  const linkedId = await arrangeLinks(client, { objId, candid }, canary);
  const { id: pointId } = await createPhotometryPoint(client, {
    objId,
    programId: 2,
    columns: { candid, ra, dec },
  });
  const { id: uploadId } = await createPhotometryPoint(client, {
    objId,
    group,
    columns: { origin: canary('origin'), owner_id: member },
  });
  const uploadedBy = randomUUID();
  await client.query('UPDATE fritz.photometry SET upload_id = $2, altdata = $3 WHERE id = $1', [
    uploadId,
    uploadedBy,
    JSON.stringify({ [canary('altkey')]: canary('altdata') }),
  ]);
  await client.query(
    `INSERT INTO fritz.photometry_validations (photometry_id, validated, explanation, notes)
     VALUES ($1, true, $2, $3)`,
    [uploadId, canary('explanation'), canary('notes')],
  );
  const ztf = await insert(client, "SELECT id FROM fritz.instruments WHERE name = 'ZTF'", []);
  const series = await insert(
    client,
    `INSERT INTO fritz.photometric_series (obj_id, series_name, series_obj_id, instrument_id, band,
       origin, ra, dec, exptime_s, data, summary, mjd_first, mjd_last, num_exp, hash, audience_id,
       owner_id)
     VALUES ($1, $2, $3, $4, 'ztfg', $5, 1, 2, 30, $6, $7, 60000, 60001, 2, 'x', $8, $9)
     RETURNING id`,
    [
      objId,
      canary('series'),
      canary('starname'),
      ztf.id,
      canary('seriesorigin'),
      JSON.stringify({ mjd: [60_000, 60_001], mag: [19, 19.1], note: [canary('note'), null] }),
      JSON.stringify(seriesSummary),
      await groupAudience(client, group.id),
      member,
    ],
  );
  await createSource(client, { objId, group, savedBy: { id: member, username: '', token: '' } });
  await client.query(
    'INSERT INTO fritz.obj_adoptions (obj_id, audience_id, adopted_by, points) VALUES ($1, $2, $3, 1)',
    [objId, await programAudience(client, 2), member],
  );
  await createAudience(client, [group], [stream]);
  const batch = await createBatch(client, { counts: [{ filter, passed: 1, failed: 1 }] });
  await client.query(
    'UPDATE fritz.filter_counts SET failure = $2, failure_program_id = 2 WHERE batch_id = $1',
    [batch.id, canary('failure')],
  );
  const said = await arrangeClassifications(client, { objId, group, member, canary });
  const instrument = await createInstrument(client, { fields: 1, logs: 1 });
  const allocation = await createAllocation(client, {
    group,
    instrument,
    users: [{ id: member }],
    columns: { pi: canary('pi'), proposal_id: canary('proposal') },
    sealed: canary('sealed'),
  });
  const spectrum = await arrangeSpectrum(
    client,
    { objId, instrumentId: instrument.id, member, group },
    canary,
  );
  const skyMap = await arrangeSkyMap(client, { group, member }, canary);
  const notes = await arrangeNotes(client, { objId, uploadId, member, group }, canary);
  const analysed = await arrangeAnalyses(client, { objId, group, member, canary });
  const programAudienceId = await programAudience(client, 2);
  const asked = await arrangeQueries(client, {
    ...{ objId, member, candid, canary, programAudienceId, groupId: group.id },
  });
  const followed = await arrangeFollowups(client, {
    ...{ objId, member, canary },
    allocationId: allocation.id,
  });
  const observed = await arrangeObserving(client, {
    ...{ objId, member, canary },
    ...{ instrumentId: instrument.id, groupId: group.id },
  });
  await client.query(
    `UPDATE fritz.objs SET origin = $2, tns_name = $3, mpc_name = $4, alias = ARRAY[$5], redshift_origin = $6,
       altdata = jsonb_build_object('note', $7::text), tns_info = jsonb_build_object('note', $8::text)
      WHERE id = $1`,
    [
      objId,
      ...['origin', 'tns', 'mpc', 'alias', 'redshift', 'altdata', 'tnsinfo'].map((what) =>
        canary(what),
      ),
    ],
  );
  const superObj = await insert(
    client,
    'INSERT INTO fritz.super_objs (name, created_by) VALUES ($1, $2) RETURNING id',
    [canary('super'), member],
  );
  await client.query(
    'INSERT INTO fritz.super_obj_members (super_obj_id, obj_id, added_by) VALUES ($1, $2, $3)',
    [superObj.id, objId, member],
  );
  await client.query(
    `INSERT INTO fritz.source_views (obj_id, edition, day, is_token, views)
     VALUES ($1, 0, current_date, false, 7)`,
    [objId],
  );
  const team = await insert(client, 'INSERT INTO fritz.teams (name) VALUES ($1) RETURNING id', [
    word('team'),
  ]);
  await client.query('INSERT INTO fritz.team_groups VALUES ($1, $2)', [team.id, group.id]);
  const personal = await arrangePersonal(client, member, canary);
  const joining = await arrangeJoining(client, people, group.id, stream.id, canary);
  return {
    stream,
    group,
    otherGroup,
    filter,
    objId,
    linkedId,
    ...releases,
    candid,
    candidateId,
    superObjId: Number(superObj.id),
    teamId: Number(team.id),
    pointId,
    uploadId,
    uploadedBy,
    ztfId: Number(ztf.id),
    seriesId: Number(series.id),
    batchId: batch.id,
    telescopeId: instrument.telescopeId,
    instrumentId: instrument.id,
    allocationId: allocation.id,
    audienceId: await groupAudience(client, group.id),
    programAudienceId,
    ...asked,
    canaries,
    ...said,
    ...spectrum,
    ...skyMap,
    ...notes,
    ...analysed,
    ...followed,
    ...observed,
    ...personal,
    ...joining,
  };
}

function canaryPlace(canaries: string[]): [number, number] {
  const digits = () => 100_000_000 + (randomBytes(4).readUInt32BE() % 899_999_999);
  const [ra, dec] = [digits(), digits()];
  canaries.push(String(ra), String(dec));
  return [Number(`123.${ra}`), Number(`45.${dec}`)];
}

async function insertGroup(
  client: FactoryClient,
  canary: (what: string) => string,
  members: readonly Membership[],
  streamId: number,
): Promise<{ id: number }> {
  const group = await insert(
    client,
    `INSERT INTO fritz.groups (name, nickname, description, private) VALUES ($1, $2, $3, true)
     RETURNING id`,
    [canary('group'), canary('nickname'), canary('description')],
  );
  const id = Number(group.id);
  for (const member of members) {
    await client.query(
      'INSERT INTO fritz.group_users (group_id, user_id, admin, can_save) VALUES ($1, $2, $3, $4)',
      [id, member.id, member.admin, member.canSave],
    );
  }
  await client.query('INSERT INTO fritz.group_streams (group_id, stream_id) VALUES ($1, $2)', [
    id,
    streamId,
  ]);
  return { id };
}

/** What is one person's alone. */
async function arrangePersonal(
  client: FactoryClient,
  member: number,
  canary: (what: string) => string,
) {
  await client.query(
    `UPDATE fritz.users SET contact_email = $2, preferences = jsonb_build_object('note', $3::text)
      WHERE id = $1`,
    [member, `${canary('mail')}@example.org`, canary('preference')],
  );
  await client.query(
    `INSERT INTO fritz.answered_requests (user_id, key, request, answer)
     VALUES ($1, $2, $3, $4)`,
    [member, randomUUID(), 'r'.repeat(43), JSON.stringify({ id: canary('answer') })],
  );
  const job = await insert(
    client,
    `INSERT INTO fritz.tap_jobs (owner_id, run_id, parameters, duration_s, destroy_at)
     VALUES ($1, $2, jsonb_build_array(jsonb_build_array('QUERY', $3::text)), 600, now() + interval '1 d')
     RETURNING id`,
    [member, canary('taprun'), canary('tapquery')],
  );
  await client.query(
    'INSERT INTO fritz.tap_job_parts (job_id, name, part, bytes) VALUES ($1, $2, 0, $3)',
    [job.id, 'result', Buffer.from(canary('tapresult'))],
  );
  const key = `INSERT INTO fritz.access_keys (key_hash, kind, user_id, name, user_agent, address)
    VALUES (sha256(convert_to($1, 'UTF8')), $2, $3, $4, $5, $6) RETURNING id`;
  const token = await insert(client, key, [
    word('x'),
    'token',
    member,
    canary('token'),
    null,
    null,
  ]);
  const session = await insert(client, key, [
    word('x'),
    'session',
    member,
    null,
    canary('browser'),
    canary('address'),
  ]);
  const identity = await insert(
    client,
    `INSERT INTO fritz.identities (user_id, issuer, subject, provider, label)
     VALUES ($1, $2, $3, 'test', $4) RETURNING id`,
    [member, `https://${canary('issuer')}.example`, canary('subject'), canary('label')],
  );
  return {
    tapJobId: String(job.id),
    tokenId: String(token.id),
    sessionId: String(session.id),
    identityId: Number(identity.id),
  };
}

/** Somebody who wants to join, and somebody who is asked to. */
async function arrangeJoining(
  client: FactoryClient,
  people: People,
  groupId: number,
  streamId: number,
  canary: (what: string) => string,
) {
  const asking = await insert(
    client,
    'INSERT INTO fritz.users (username) VALUES ($1) RETURNING id',
    [`asks${randomBytes(4).toString('hex')}`],
  );
  await client.query('INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2)', [
    streamId,
    asking.id,
  ]);
  await client.query(`INSERT INTO fritz.user_roles (user_id, role_id) VALUES ($1, 'View only')`, [
    asking.id,
  ]);
  await client.query(`INSERT INTO fritz.user_acls (user_id, acl_id) VALUES ($1, 'Comment')`, [
    asking.id,
  ]);
  const request = await insert(
    client,
    'INSERT INTO fritz.group_admission_requests (group_id, user_id) VALUES ($1, $2) RETURNING id',
    [groupId, asking.id],
  );
  const invitationToken = word('invitation');
  const invitation = await insert(
    client,
    `INSERT INTO fritz.invitations (token_hash, email, role_id, invited_by, expires_at)
     VALUES (sha256(convert_to($1, 'UTF8')), $2, 'Full user', $3, now() + interval '1 day')
     RETURNING id`,
    [invitationToken, `${canary('invited')}@example.org`, people['super admin'].id],
  );
  await client.query(
    'INSERT INTO fritz.invitation_groups (invitation_id, group_id) VALUES ($1, $2)',
    [invitation.id, groupId],
  );
  await client.query(
    'INSERT INTO fritz.invitation_streams (invitation_id, stream_id) VALUES ($1, $2)',
    [invitation.id, streamId],
  );
  return {
    askingId: Number(asking.id),
    requestId: Number(request.id),
    invitationId: Number(invitation.id),
    invitationToken,
  };
}

/** What belongs to the whole server, for those alone who run it. */
export async function arrangeServerSecrets(client: FactoryClient): Promise<string[]> {
  const [topic, key, backlog] = [word('topic'), word('signin'), word('backlog')];
  const migrated = word('migrated');
  await createQuarantined(client);
  await createMatchBacklog(client, backlog);
  await client.query(`INSERT INTO fritz.link_backlogs (survey, up_to) VALUES ('ztf', $1)`, [
    backlog,
  ]);
  await client.query(
    `INSERT INTO fritz.match_lacks (survey, object_id, programid) VALUES ('ztf', $1, 1)`,
    [backlog],
  );
  await client.query(
    `INSERT INTO fritz.stream_offsets (consumer, topic, partition) VALUES ('test', $1, 0)`,
    [topic],
  );
  await client.query(
    `INSERT INTO fritz.sign_in_keys (key_hash) VALUES (sha256(convert_to($1, 'UTF8')))`,
    [key],
  );
  await client.query(
    `INSERT INTO fritz.avro_schemas (fingerprint, survey, schema) VALUES (1, 'none', '{}')`,
  );
  await client.query(
    `INSERT INTO fritz.migrated_documents (origin, kind, origin_id, document)
     VALUES ('https://old.example.org', 'followup_request', '1', jsonb_build_object('payload', $1::text))`,
    [migrated],
  );
  return [topic, key, backlog, migrated, 'night.tar'];
}

/** Ids like those of secrets that nothing has. */
export function ghostSecrets(like: Secrets): Secrets {
  const absent = { id: 2_000_000_001 };
  const uuid = '00000000-0000-4000-8000-000000000000';
  return {
    ...like,
    stream: absent,
    group: absent,
    otherGroup: { id: 2_000_000_002 },
    filter: { ...like.filter, id: 2_000_000_003 },
    objId: 'ZTF26nothing',
    candid: 3_611_999_999_999_999_999n,
    superObjId: 2_000_000_011,
    pointId: 9_000_000_000_000_001n,
    uploadId: 9_000_000_000_000_002n,
    uploadedBy: uuid,
    seriesId: 2_000_000_009,
    requestId: 2_000_000_004,
    invitationId: 2_000_000_005,
    invitationToken: 'nothing',
    tapJobId: uuid,
    tokenId: uuid,
    sessionId: uuid,
    identityId: 2_000_000_006,
    ...ghostClassifications,
    allocationId: 2_000_000_009,
    spectrumId: 2_000_000_017,
    commentId: 2_000_000_007,
    pointCommentId: 2_000_000_008,
    annotationId: 2_000_000_009,
    objTagId: 2_000_000_011,
    listingId: 2_000_000_012,
    thumbnailId: 2_000_000_013,
    listName: 'nothing',
    channel: 'nothing',
    ...ghostAnalyses,
    ...ghostReleases(like),
    ...ghostQueries,
    ...ghostFollowups,
    ...ghostObserving,
    ...ghostSkyMap,
  };
}

import { randomBytes } from 'node:crypto';
import { type FactoryClient, groupAudience } from '@fritz/testing';

async function make(client: FactoryClient, text: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(text, values);
  const [row] = rows;
  if (!row) throw new Error(`nothing was made: ${text}`);
  return row.id;
}

/** What the member and his group attached to the object and to his point. */
export async function arrangeNotes(
  client: FactoryClient,
  of: { objId: string; uploadId: bigint; member: number; group: { id: number } },
  canary: (what: string) => string,
) {
  const { objId, member } = of;
  const audienceId = await groupAudience(client, of.group.id);
  const note = [objId, member, audienceId];
  const comment = `INSERT INTO fritz.comments
    (subject_type, subject_id, obj_id, author_id, audience_id, text, channel)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`;
  const commentId = await make(client, comment, [
    'sources',
    objId,
    ...note,
    canary('comment'),
    null,
  ]);
  const channel = canary('channel');
  await make(client, comment, ['sources', objId, ...note, canary('aside'), channel]);
  const point = String(of.uploadId);
  // No transaction's any more: it counts for none.
  await client.query(`INSERT INTO fritz.photometry_upkeep VALUES ('3') ON CONFLICT DO NOTHING`);
  const pointCommentId = await make(client, comment, [
    'photometry',
    point,
    ...note,
    canary('remark'),
    null,
  ]);
  await client.query(
    'INSERT INTO fritz.comment_attachments (comment_id, name, content) VALUES ($1, $2, $3)',
    [commentId, `${canary('file')}.txt`, Buffer.from(canary('content'))],
  );
  await client.query('INSERT INTO fritz.comment_mentions (comment_id, user_id) VALUES ($1, $2)', [
    commentId,
    member,
  ]);
  const annotationId = await make(
    client,
    `INSERT INTO fritz.annotations
       (subject_type, subject_id, obj_id, author_id, audience_id, origin, data)
     VALUES ('sources', $1, $1, $2, $3, $4, jsonb_build_object($5::text, $6::text)) RETURNING id`,
    [...note, canary('origin'), canary('key'), canary('word')],
  );
  // What both said before, as their triggers keep it.
  await client.query(
    `INSERT INTO fritz.comment_versions (comment_id, version, text, audience_id, said_at, replaced_by)
     VALUES ($1, 1, $2, $3, now(), $4)`,
    [commentId, canary('earlier'), audienceId, member],
  );
  await client.query(
    `INSERT INTO fritz.annotation_versions
       (annotation_id, version, origin, data, audience_id, said_at, replaced_by)
     VALUES ($1, 1, $2, jsonb_build_object($3::text, $4::text), $5, now(), $6)`,
    [
      ...[annotationId, canary('earlierOrigin'), canary('earlierKey'), canary('earlierWord')],
      ...[audienceId, member],
    ],
  );
  const tagOptionId = await make(
    client,
    'INSERT INTO fritz.obj_tag_options (name) VALUES ($1) RETURNING id',
    [`tag${randomBytes(5).toString('hex')}`],
  );
  const objTagId = await make(
    client,
    `INSERT INTO fritz.obj_tags (obj_id, author_id, audience_id, option_id)
     VALUES ($1, $2, $3, $4) RETURNING id`,
    [...note, tagOptionId],
  );
  const listName = canary('list');
  const listingId = await make(
    client,
    `INSERT INTO fritz.listings (obj_id, user_id, list_name) VALUES ($1, $2, $3) RETURNING id`,
    [objId, member, listName],
  );
  const thumbnailId = await make(
    client,
    `INSERT INTO fritz.thumbnails (obj_id, owner_id, audience_id, type, image, media_type, origin)
     VALUES ($1, $2, $3, 'new', $4, 'image/png', $5) RETURNING id`,
    [...note, Buffer.from(canary('picture')), canary('camera')],
  );
  return {
    commentId,
    pointCommentId,
    annotationId,
    tagOptionId,
    objTagId,
    listingId,
    thumbnailId,
    listName,
    channel,
  };
}

import { bodyBytes, defineRoute } from '../route.ts';
import { closed, nullable, objectId, pageNumber, pageSize, rowId, Type } from '../schema.ts';
import {
  echoedFields,
  groupIds,
  historyDescription,
  noteFields,
  subjectParams,
  versionFields,
} from './notes.ts';

export const comment = closed({
  id: rowId('The comment'),
  ...noteFields,
  text: Type.String({ description: 'Markdown' }),
  channel: nullable(Type.String({ description: 'Its conversation; null: the main one' })),
  attachment_name: nullable(Type.String()),
  attachment_size: nullable(Type.Integer({ description: 'Bytes' })),
  mentions: Type.Array(Type.String(), { description: 'Usernames of those whom it names with @' }),
});

const channel = Type.String({ minLength: 1, maxLength: 100 });
const text = Type.String({ minLength: 1, maxLength: 100_000, pattern: '\\S' });
const attachment = closed({
  body: nullable(
    Type.String({ description: 'The file in base64, with or without `data:…;base64,` before it' }),
  ),
  name: Type.String({ maxLength: 255 }),
});
const commentParams = closed({ ...subjectParams, comment_id: rowId('The comment') });
const everyone = 'everyone who sees what it is attached to';

export const listComments = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/comments',
  tags: ['comments'],
  summary: 'The comments on something, oldest first',
  params: closed(subjectParams),
  query: closed({
    text: Type.Optional(
      Type.String({ maxLength: 200, description: 'Only those with this in their text' }),
    ),
    channel: Type.Optional({ ...channel, description: 'Of this conversation; else the main one' }),
  }),
  ignored: { query: ['pageNumber', 'numPerPage'] },
  response: Type.Array(comment),
});

export const searchComments = defineRoute({
  method: 'GET',
  path: '/api/sources/comments',
  tags: ['comments'],
  summary: 'Comments on sources by a part of their text, newest first',
  query: closed({
    text: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(25)),
  }),
  response: Type.Array(comment),
});

export const getComment = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/comments/{comment_id}',
  tags: ['comments'],
  summary: 'One comment',
  params: commentParams,
  response: comment,
});

export const getCommentHistory = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/comments/{comment_id}/history',
  tags: ['comments'],
  summary: 'What a comment said before it was changed',
  description: historyDescription,
  params: commentParams,
  response: Type.Array(
    closed({ ...versionFields, text: Type.String({ description: 'Markdown' }) }),
  ),
});

export const createComment = defineRoute({
  method: 'POST',
  path: '/api/{resource_type}/{resource_id}/comments',
  maxBodyBytes: bodyBytes.large,
  tags: ['comments'],
  summary: 'Write a comment',
  description:
    'Markdown; `@username` names somebody. Who sees what it is attached to, and is of one of its ' +
    'groups, reads it.',
  acl: 'Comment',
  params: closed(subjectParams),
  body: closed({
    text,
    group_ids: groupIds(everyone),
    channel: Type.Optional(nullable(channel)),
    attachment: Type.Optional(nullable(attachment)),
  }),
  ignored: { body: echoedFields },
  isRepeatable: true,
  response: closed({ comment_id: rowId('The comment') }),
  examples: { body: { text: 'Looks young: @ada, spectrum tonight?' }, response: { comment_id: 7 } },
});

export const updateComment = defineRoute({
  method: 'PUT',
  path: '/api/{resource_type}/{resource_id}/comments/{comment_id}',
  maxBodyBytes: bodyBytes.large,
  tags: ['comments'],
  summary: 'Change a comment; what is not named, or null, stays',
  description: 'Its author may, and System admins. An attachment without a `body` goes.',
  acl: 'Comment',
  params: commentParams,
  body: closed({
    text: Type.Optional(nullable(text)),
    group_ids: groupIds('those that see it now'),
    attachment: Type.Optional(nullable(attachment)),
  }),
  ignored: { body: [...echoedFields, 'channel', 'attachment_name', 'attachment_size', 'mentions'] },
  response: closed({}),
});

export const deleteComment = defineRoute({
  method: 'DELETE',
  path: '/api/{resource_type}/{resource_id}/comments/{comment_id}',
  tags: ['comments'],
  summary: 'Delete a comment: its author, or a System admin',
  acl: 'Comment',
  params: commentParams,
  isRepeatable: true,
  response: closed({}),
});

export const listCommentChannels = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/comments/channels',
  tags: ['comments'],
  summary: 'The conversations about a source besides the main one',
  params: closed({ id: objectId }),
  response: Type.Array(Type.String()),
});

export const deleteCommentChannel = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/comments/channels',
  tags: ['comments'],
  summary: 'Delete a conversation, where every comment that one sees of it is one’s own',
  acl: 'Comment',
  params: closed({ id: objectId }),
  query: closed({ channel }),
  response: closed({ deleted: Type.Integer({ description: 'How many comments' }) }),
});

const attachmentQuery = closed({
  download: Type.Optional(Type.Boolean({ description: 'As a file; so it is without `preview`' })),
  preview: Type.Optional(Type.Boolean({ description: 'To be looked at in the browser' })),
});
const attachmentWords = {
  tags: ['comments'],
  summary: 'The file of a comment',
  description:
    'With `download=false` and no `preview` it is text in the envelope: `commentId`, `attachment`, ' +
    '`attachmentName`. Only pictures, PDF and text are shown in the browser, and FITS files as a PNG of ' +
    'their image, or of their spectrum as a line.',
  kind: 'bytes',
  params: commentParams,
  query: attachmentQuery,
  response: Type.String({ format: 'binary' }),
} as const;

export const getCommentAttachment = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/comments/{comment_id}/attachment',
  ...attachmentWords,
});

export const getCommentAttachmentPdf = defineRoute({
  method: 'GET',
  path: '/api/{resource_type}/{resource_id}/comments/{comment_id}/attachment.pdf',
  ...attachmentWords,
});

export const countCommentAttachments = defineRoute({
  method: 'GET',
  path: '/api/comment_attachment',
  tags: ['comments'],
  summary: 'How many comments have a file, and how many have none',
  acl: 'System admin',
  response: closed({
    totalWithAttachmentBytes: Type.Integer(),
    totalWithoutAttachmentBytes: Type.Integer(),
  }),
});

export const moveCommentAttachments = defineRoute({
  method: 'POST',
  path: '/api/comment_attachment',
  tags: ['comments'],
  summary: 'In SkyPortal it moves files out of the database; here they stay in it',
  acl: 'System admin',
  query: closed({
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100)),
  }),
  response: closed({
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

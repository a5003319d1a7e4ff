import {
  addComment,
  type CommentRow,
  deleteComment,
  findComment,
  listChannels,
  listComments,
  type NoteSubject,
  setAttachment,
  setMentions,
  updateComment,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { chooseAudience, mayChange } from '../notes/audience.service.ts';
import { decodeFile } from '../notes/base64.ts';
import { readMentions } from './mentions.ts';

/** A comment that the viewer sees. */
export async function demandComment(
  tx: ViewerTx,
  subject: NoteSubject,
  id: number,
): Promise<CommentRow> {
  const comment = await findComment(tx, subject, id);
  if (comment === null) throw new NotFoundError('comment');
  return comment;
}

/** A file as a body has it; without a `body` it is none. */
interface SentFile {
  name: string;
  body: string | null;
}

/** A comment to be written. */
export interface NewComment {
  text: string;
  channel: string | null;
  groupIds: readonly number[] | null;
  attachment: SentFile | null;
}

/** Writes a comment in the viewer's name. */
export async function writeComment(
  tx: ViewerTx,
  viewer: Viewer,
  subject: NoteSubject,
  comment: NewComment,
): Promise<number> {
  const { text, channel, attachment } = comment;
  const file = attachment && readFile(attachment);
  const audienceId = await chooseAudience(tx, comment.groupIds, 'everyone');
  const id = await addComment(tx, { subject, authorId: viewer.id, audienceId, text, channel });
  await setMentions(tx, id, readMentions(text));
  if (file) await setAttachment(tx, id, file);
  return id;
}

/** What of a comment is to change; null stays. */
export interface CommentChange {
  text: string | null;
  groupIds: readonly number[] | null;
  attachment: SentFile | null;
}

/** Changes a comment of the viewer's own, or any as System admin. */
export async function changeComment(
  tx: ViewerTx,
  viewer: Viewer,
  comment: CommentRow,
  change: CommentChange,
): Promise<void> {
  demandAuthor(viewer, comment);
  const { text, groupIds, attachment } = change;
  const file = attachment && readFile(attachment);
  const fields = {
    ...(text === null ? {} : { text }),
    ...(groupIds && groupIds.length > 0
      ? { audience_id: await chooseAudience(tx, groupIds, 'everyone') }
      : {}),
  };
  if (Object.keys(fields).length > 0 && !(await updateComment(tx, comment.id, fields))) {
    throw new FritzError('not_author');
  }
  if (text !== null) await setMentions(tx, comment.id, readMentions(text));
  if (attachment) await setAttachment(tx, comment.id, file);
}

/** Deletes a comment of the viewer's own, or any as System admin. */
export async function removeComment(
  tx: ViewerTx,
  viewer: Viewer,
  comment: CommentRow,
): Promise<void> {
  demandAuthor(viewer, comment);
  if (!(await deleteComment(tx, comment.id))) throw new FritzError('not_author');
}

/** Deletes a conversation, all of it or nothing; returns how many comments there were. */
export async function removeChannel(
  tx: ViewerTx,
  viewer: Viewer,
  subject: NoteSubject,
  channel: string,
): Promise<number> {
  if (!(await listChannels(tx, subject)).includes(channel)) throw new NotFoundError('conversation');
  const comments = await listComments(tx, { subject, channel, text: null });
  for (const comment of comments) demandAuthor(viewer, comment);
  for (const comment of comments) await deleteComment(tx, comment.id);
  return comments.length;
}

function demandAuthor(viewer: Viewer, comment: CommentRow): void {
  if (!mayChange(viewer, comment.author.id)) throw new FritzError('not_author');
}

/** @throws InvalidRequestError where it is not base64 or has no name */
function readFile({ name, body }: SentFile): { name: string; content: Buffer } | null {
  if (body === null) return null;
  // A path is the sender's own affair.
  const plain = name.split(/[\\/]/).at(-1)?.trim() ?? '';
  if (plain === '') {
    throw new InvalidRequestError([
      { in: 'body', field: 'attachment.name', message: 'names no file' },
    ]);
  }
  return { name: plain, content: decodeFile('attachment.body', body) };
}

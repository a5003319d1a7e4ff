import type { CommentRow, Viewer } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { presentNote } from '../notes/notes.presenter.ts';

export function presentComment(
  row: CommentRow,
  viewer: Viewer,
): Static<typeof routes.getComment.response> {
  return {
    ...presentNote(row, viewer, 'Comment'),
    text: row.text,
    channel: row.channel,
    attachment_name: row.attachment_name,
    attachment_size: row.attachment_size,
    mentions: row.mentions,
  };
}

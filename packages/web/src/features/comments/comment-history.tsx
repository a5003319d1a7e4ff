import type { Comment } from '../../api/types.ts';
import { type Subject, useGetCommentHistoryQuery } from './comments.api.ts';
import { Markdown } from './markdown.tsx';
import { NoteHistory } from './note-history.tsx';

type CommentHistoryProps = { readonly subject: Subject; readonly comment: Comment };

/** What a comment said before it was changed. */
export function CommentHistory({ subject, comment }: CommentHistoryProps) {
  const { currentData, error, refetch } = useGetCommentHistoryQuery({ subject, id: comment.id });
  return (
    <NoteHistory
      label="What it said before"
      versions={currentData}
      error={error}
      onRetry={() => void refetch()}
    >
      {({ text }) => <Markdown text={text} mentions={comment.mentions} />}
    </NoteHistory>
  );
}

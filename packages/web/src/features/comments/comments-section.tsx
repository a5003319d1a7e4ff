import { Box, FormControlLabel, Skeleton, Switch } from '@mui/material';
import { useState } from 'react';
import type { Comment } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { useRemoval } from '../../ui/use-removal.tsx';
import { useMay } from '../session/use-profile.ts';
import { ChannelTabs } from './channel-tabs.tsx';
import { CommentBox } from './comment-box.tsx';
import { CommentItem } from './comment-item.tsx';
import {
  type Subject,
  useAddCommentMutation,
  useDeleteCommentMutation,
  useGetCommentsQuery,
} from './comments.api.ts';

type CommentsSectionProps = { readonly subject: Subject; readonly about: string };

function BotSwitch(props: {
  readonly count: number;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}) {
  if (props.count === 0) return null;
  return (
    <FormControlLabel
      control={<Switch size="small" checked={props.isOn} onChange={props.onToggle} />}
      label={`Bots (${props.count})`}
    />
  );
}

type ListProps = {
  readonly subject: Subject;
  readonly comments: readonly Comment[];
  readonly onDelete: (comment: Comment) => void;
};

function CommentList({ subject, comments, onDelete }: ListProps) {
  if (comments.length === 0) {
    return <Box sx={{ fontSize: 13, color: 'text.secondary' }}>No comments yet.</Box>;
  }
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label="Comments"
      sx={{ maxHeight: 520, overflowY: 'auto' }}
    >
      <RowList label="Comments">
        {comments.map((comment) => (
          <CommentItem
            key={comment.id}
            subject={subject}
            comment={comment}
            onDelete={() => onDelete(comment)}
          />
        ))}
      </RowList>
    </Box>
  );
}

/** What is said about something, newest first, and saying something oneself. */
export function CommentsSection({ subject, about }: CommentsSectionProps) {
  const [channel, setChannel] = useState<string | null>(null);
  const [showsBots, setShowsBots] = useState(true);
  const { currentData, error, refetch } = useGetCommentsQuery({ subject, channel });
  const [add] = useAddCommentMutation();
  const [remove] = useDeleteCommentMutation();
  const removal = useRemoval((id: number) => remove({ subject, id }).unwrap());
  const mayComment = useMay('Comment');
  const there = currentData?.filter(({ id }) => !removal.isRemoved(id));
  const shown = there?.filter(({ bot }) => showsBots || !bot).reverse();
  return (
    <>
      {subject.type === 'sources' && (
        <ChannelTabs objId={subject.id} channel={channel} onChoose={setChannel} />
      )}
      {mayComment && (
        <CommentBox
          about={about}
          channel={channel}
          onSubmit={(comment) => add({ subject, comment }).unwrap()}
        />
      )}
      <BotSwitch
        count={there?.filter(({ bot }) => bot).length ?? 0}
        isOn={showsBots}
        onToggle={() => setShowsBots(!showsBots)}
      />
      <Box sx={{ mt: 1.5 }}>
        {error !== undefined && currentData === undefined && (
          <ErrorNotice what="No comments" error={error} onRetry={() => refetch()} />
        )}
        {shown === undefined && error === undefined && <Skeleton variant="rounded" height={60} />}
        {shown !== undefined && (
          <CommentList
            subject={subject}
            comments={shown}
            onDelete={({ id }) => removal.remove(id, 'Comment deleted')}
          />
        )}
      </Box>
      {removal.notice}
    </>
  );
}

import { Box, Button, Chip, Stack } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { Comment } from '../../api/types.ts';
import { formatAgo, formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AccessLink } from '../access/access-button.tsx';
import { fullName } from '../users/person-name.ts';
import { CommentAttachment } from './comment-attachment.tsx';
import { CommentHistory } from './comment-history.tsx';
import { type Subject, useChangeCommentMutation } from './comments.api.ts';
import { Markdown } from './markdown.tsx';
import { MentionField } from './mention-field.tsx';

type CommentItemProps = {
  readonly subject: Subject;
  readonly comment: Comment;
  readonly onDelete: () => void;
};

type EditFormProps = Omit<CommentItemProps, 'onDelete'> & { readonly onDone: () => void };

function EditForm({ subject, comment, onDone }: EditFormProps) {
  const [text, setText] = useState(comment.text);
  const [change, { error, isLoading }] = useChangeCommentMutation();
  const save = () => {
    if (text.trim() === '') return;
    change({ subject, id: comment.id, text: text.trim() })
      .unwrap()
      .then(onDone, () => undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ pt: 1 }}>
      <MentionField
        label="Change the comment"
        text={text}
        autoFocus
        onChange={setText}
        onSend={save}
      />
      <Stack direction="row" spacing={1} sx={{ mt: 1 }}>
        <Button type="submit" variant="contained" disabled={isLoading || text.trim() === ''}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </Stack>
      {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
    </Box>
  );
}

function authorOf({ author, author_id: id }: Comment): string {
  if (author === null) return id === null ? 'Somebody' : `user ${id}`;
  return fullName(author) || author.username;
}

function CommentHead({
  comment,
  isPastOpen,
  onPast,
  onEdit,
  onDelete,
}: {
  readonly comment: Comment;
  readonly isPastOpen: boolean;
  readonly onPast: () => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}) {
  const now = useNow();
  const written = parseNaiveUtc(comment.created_at);
  const isChanged = comment.modified !== comment.created_at;
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'center', fontSize: 12 }}
    >
      <b>{authorOf(comment)}</b>
      {comment.bot && <Chip label="bot" variant="outlined" sx={{ height: 18 }} />}
      <Box
        component="time"
        dateTime={`${comment.created_at}Z`}
        title={`${formatUtc(written)} UTC`}
        sx={{ color: 'text.secondary' }}
      >
        {formatAgo(written, now)}
        {isChanged && ','}
      </Box>
      {isChanged && (
        <Button
          onClick={onPast}
          aria-expanded={isPastOpen}
          title="What it said before"
          sx={{ p: 0, minWidth: 0 }}
        >
          changed
        </Button>
      )}
      {comment.groups.length > 0 && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          for {comment.groups.map(({ name }) => name).join(', ')}
        </Box>
      )}
      <Box sx={{ flex: 1 }} />
      <AccessLink
        kind="comment"
        id={String(comment.id)}
        name={`the comment of ${authorOf(comment)}`}
      />
      {comment.can_change && (
        <>
          <Button onClick={onEdit}>Edit</Button>
          <Button color="error" onClick={onDelete}>
            Delete
          </Button>
        </>
      )}
    </Box>
  );
}

/** One comment, and what its author may do with it. */
export function CommentItem({ subject, comment, onDelete }: CommentItemProps) {
  const [isEditing, setEditing] = useState(false);
  const [isPastOpen, setPastOpen] = useState(false);
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <CommentHead
        comment={comment}
        isPastOpen={isPastOpen}
        onPast={() => setPastOpen(!isPastOpen)}
        onEdit={() => setEditing(true)}
        onDelete={onDelete}
      />
      {isEditing ? (
        <EditForm subject={subject} comment={comment} onDone={() => setEditing(false)} />
      ) : (
        <Markdown text={comment.text} mentions={comment.mentions} />
      )}
      {isPastOpen && <CommentHistory subject={subject} comment={comment} />}
      <CommentAttachment subject={subject} comment={comment} />
    </Box>
  );
}

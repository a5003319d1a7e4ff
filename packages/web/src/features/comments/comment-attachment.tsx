import { Box, Button, Link } from '@mui/material';
import { useState } from 'react';
import type { Comment } from '../../api/types.ts';
import { formatBytes } from '../../format/number.ts';
import { attachmentPath, type Subject } from './comments.api.ts';

const PICTURE = /\.(png|jpe?g|gif|webp)$/i;
const READABLE = /\.(pdf|txt|csv|md|log|json|dat|ascii)$/i;

type CommentAttachmentProps = { readonly subject: Subject; readonly comment: Comment };

/** The file of a comment: to fetch, and where it is a picture, to look at. */
export function CommentAttachment({ subject, comment }: CommentAttachmentProps) {
  const [isShown, setShown] = useState(false);
  const { attachment_name: name, attachment_size: size } = comment;
  if (name === null) return null;
  const path = attachmentPath(subject, comment.id);
  return (
    <Box sx={{ fontSize: 12, mt: 0.5 }}>
      <Link href={path} download={name} sx={{ overflowWrap: 'anywhere' }}>
        {name}
      </Link>
      {size !== null && `, ${formatBytes(size)}`}
      {PICTURE.test(name) && (
        <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
        </Button>
      )}
      {READABLE.test(name) && (
        <Button href={`${path}?preview=true`} target="_blank" rel="noopener">
          Open
        </Button>
      )}
      {isShown && (
        <img
          src={`${path}?preview=true`}
          alt={name}
          loading="lazy"
          style={{ display: 'block', maxWidth: '100%', maxHeight: 480, marginTop: 4 }}
        />
      )}
    </Box>
  );
}

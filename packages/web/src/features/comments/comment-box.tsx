import AttachIcon from '@mui/icons-material/AttachFile';
import { Box, Button } from '@mui/material';
import { type ChangeEvent, type FormEvent, lazy, Suspense, useRef, useState } from 'react';
import type { GroupRef } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { GroupsPicker, idsOf } from '../groups/groups-picker.tsx';
import { AttachmentDraft, MOST_ATTACHED_BYTES, toBase64 } from './attachment-draft.tsx';
import type { NewComment } from './comments.api.ts';
import { MentionField } from './mention-field.tsx';

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }));

type CommentBoxProps = {
  /** Whom or what it is about, for those who hear the page. */
  readonly about: string;
  readonly channel?: string | null;
  readonly autoFocus?: boolean;
  /** Sends it; a promise that is refused keeps what was written, and tells why. */
  readonly onSubmit: (comment: NewComment) => Promise<unknown>;
  readonly onCancel?: () => void;
};

type Draft = {
  readonly text: string;
  readonly file: File | null;
  readonly groups: readonly GroupRef[];
};

const EMPTY: Draft = { text: '', file: null, groups: [] };

async function toComment(draft: Draft, channel: string | null): Promise<NewComment> {
  const { text, file, groups } = draft;
  return {
    text: text.trim(),
    ...(groups.length > 0 ? { group_ids: idsOf(groups) } : {}),
    ...(channel === null ? {} : { channel }),
    ...(file === null ? {} : { attachment: { name: file.name, body: await toBase64(file) } }),
  };
}

function AttachButton({ onFile }: { readonly onFile: (file: File) => void }) {
  const inputRef = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) onFile(file);
    // The same file can be chosen again.
    event.target.value = '';
  };
  return (
    <>
      <input ref={inputRef} type="file" hidden aria-label="File to attach" onChange={take} />
      <Button startIcon={<AttachIcon />} onClick={() => inputRef.current?.click()}>
        Attach
      </Button>
    </>
  );
}

/** Writes a comment: Markdown with names after @, a file, and for which groups. */
export function CommentBox(props: CommentBoxProps) {
  const { about, channel = null, autoFocus = false, onSubmit, onCancel } = props;
  const [draft, setDraft] = useState(EMPTY);
  const [isPreview, setPreview] = useState(false);
  const [state, setState] = useState<{ isBusy: boolean; error?: unknown }>({ isBusy: false });
  const { text, file, groups } = draft;
  const isReady =
    text.trim() !== '' && !state.isBusy && (file === null || file.size <= MOST_ATTACHED_BYTES);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  const send = async () => {
    if (!isReady) return;
    setState({ isBusy: true });
    try {
      await onSubmit(await toComment(draft, channel));
      setDraft({ ...EMPTY, groups });
      setPreview(false);
      setState({ isBusy: false });
    } catch (error) {
      setState({ isBusy: false, error });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void send();
  };
  return (
    <Box component="form" aria-label={`Comment on ${about}`} onSubmit={submit}>
      {isPreview ? (
        <Box sx={{ p: 1, border: 1, borderColor: 'divider', borderRadius: 1, minHeight: 60 }}>
          <Suspense fallback={null}>
            <Markdown text={text} />
          </Suspense>
        </Box>
      ) : (
        <MentionField
          label="Comment"
          text={text}
          autoFocus={autoFocus}
          onChange={(changed) => change({ text: changed })}
          onSend={() => void send()}
        />
      )}
      {file !== null && <AttachmentDraft file={file} onRemove={() => change({ file: null })} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mt: 1.25 }}>
        <GroupsPicker
          label="For"
          placeholder="everyone who sees it"
          chosen={groups}
          onChoose={(chosen) => change({ groups: chosen })}
        />
        <AttachButton onFile={(chosen) => change({ file: chosen })} />
        <Button
          aria-pressed={isPreview}
          disabled={text.trim() === ''}
          onClick={() => setPreview(!isPreview)}
        >
          {isPreview ? 'Write' : 'Preview'}
        </Button>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" variant="contained" disabled={!isReady} title="Ctrl + Enter">
          Send
        </Button>
      </Box>
      {state.error !== undefined && <ErrorNotice what="Not sent" error={state.error} />}
    </Box>
  );
}

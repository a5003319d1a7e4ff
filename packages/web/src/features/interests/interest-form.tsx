import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useAddInterestMutation } from './interests.api.ts';

type InterestFormProps = { readonly objId: string; readonly onDone: () => void };

const LINK = /^(https?:\/\/\S+)?$/;

/** Says what one means to do with an object, so that others may join or keep clear. */
export function InterestForm({ objId, onDone }: InterestFormProps) {
  const [words, setWords] = useState({ title: '', description: '', link: '' });
  const [add, { error, isLoading }] = useAddInterestMutation();
  const isLinkWrong = !LINK.test(words.link.trim());
  const isReady = words.title.trim() !== '' && !isLinkWrong && !isLoading;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const said = {
      title: words.title.trim(),
      description: words.description.trim() || null,
      link: words.link.trim() || null,
    };
    add({ objId, said })
      .unwrap()
      .then(onDone, () => undefined);
  };
  const field = (key: keyof typeof words, label: string) => ({
    label,
    value: words[key],
    fullWidth: true,
    onChange: (event: { target: { value: string } }) =>
      setWords({ ...words, [key]: event.target.value }),
  });
  return (
    <Box
      component="form"
      aria-label={`What you mean to do with ${objId}`}
      onSubmit={submit}
      sx={{ display: 'grid', gap: 1, pt: 1 }}
    >
      <TextField {...field('title', 'What you mean to do')} required autoFocus />
      <TextField {...field('description', 'More about it')} multiline />
      <TextField
        {...field('link', 'Link')}
        error={isLinkWrong}
        helperText={isLinkWrong ? 'It begins with https://' : undefined}
      />
      <Box>
        <Button type="submit" variant="contained" disabled={!isReady}>
          Say so
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </Box>
      {error !== undefined && <ErrorNotice what="Not said" error={error} />}
    </Box>
  );
}

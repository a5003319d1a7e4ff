import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useAddToListMutation } from './listings.api.ts';

/** Puts an object on a list by its name; of a watchlist with what is watched. */
export function AddEntry({ listName }: { readonly listName: string }) {
  const [objId, setObjId] = useState('');
  const [arcsec, setArcsec] = useState('5');
  const [cadence, setCadence] = useState('1');
  const [add, { error, isLoading }] = useAddToListMutation();
  const isWatch = listName === 'watchlist';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const params = isWatch ? { arcsec: Number(arcsec), cadence: Number(cadence) } : undefined;
    add({ objId: objId.trim(), listName, ...(params ? { params } : {}) })
      .unwrap()
      .then(
        () => setObjId(''),
        () => undefined,
      );
  };
  return (
    <>
      <Box
        component="form"
        onSubmit={submit}
        sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', my: 1 }}
      >
        <TextField
          label="Object"
          value={objId}
          onChange={(event) => setObjId(event.target.value)}
          placeholder="ZTF21abcdefg"
          sx={{ flex: '1 1 180px' }}
        />
        {isWatch && (
          <>
            <TextField
              label="Radius (″)"
              value={arcsec}
              onChange={(event) => setArcsec(event.target.value)}
              slotProps={{ htmlInput: { inputMode: 'decimal' } }}
              sx={{ width: 110 }}
            />
            <TextField
              label="Cadence (d)"
              value={cadence}
              onChange={(event) => setCadence(event.target.value)}
              slotProps={{ htmlInput: { inputMode: 'numeric' } }}
              sx={{ width: 110 }}
            />
          </>
        )}
        <Button type="submit" variant="outlined" disabled={objId.trim() === '' || isLoading}>
          Add
        </Button>
      </Box>
      {error !== undefined && <ErrorNotice what="Not added" error={error} />}
    </>
  );
}

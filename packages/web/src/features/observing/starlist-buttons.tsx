import { Box, Button, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useLazyGetStarlistQuery } from './observing.api.ts';

const FACILITIES = ['Keck', 'P200', 'P200-NGPS', 'Shane', 'generic'];

/** The run's targets in the form of a telescope, as a file. */
export function StarlistButtons({
  runId,
  date,
}: {
  readonly runId: number;
  readonly date: string;
}) {
  const [facility, setFacility] = useState('Keck');
  const [get, { error, isFetching }] = useLazyGetStarlistQuery();
  const save = async () => {
    const { data } = await get({ id: runId, facility });
    if (data === undefined) return;
    const text = data.starlist_info.map(({ str }) => `${str}\n`).join('');
    const isTable = facility === 'P200-NGPS' || facility === 'generic';
    const name = `starlist-${date}-${facility}.${isTable ? 'csv' : 'txt'}`;
    saveFile(name, new Blob([text], { type: isTable ? 'text/csv' : 'text/plain' }));
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <TextField
        select
        label="Starlist for"
        value={facility}
        onChange={({ target }) => setFacility(target.value)}
        sx={{ minWidth: 130 }}
      >
        {FACILITIES.map((name) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <Button variant="outlined" disabled={isFetching} onClick={() => void save()}>
        Save starlist
      </Button>
      {error !== undefined && <ErrorNotice what="No starlist" error={error} />}
    </Box>
  );
}

import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { skyMapPath } from './sky-map-words.ts';
import { useAddSkyMapMutation } from './sky-maps.api.ts';

/** The server takes bodies of 50 MB, and a file is a third longer in Base64. */
const MOST_BYTES = 36_000_000;

function readAsDataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('The file could not be read.'));
    reader.readAsDataURL(file);
  });
}

/** A button that opens a dialog to send a file in. */
export function UploadSkyMap() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="contained" onClick={() => setOpen(true)}>
        Add a sky map
      </Button>
      {isOpen && <UploadDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [dateobs, setDateobs] = useState('');
  const [tags, setTags] = useState('');
  const [add, { isLoading, error }] = useAddSkyMapMutation();
  const navigate = useNavigate();
  const isLarge = file !== null && file.size > MOST_BYTES;
  const send = async () => {
    if (file === null) return;
    const words = tags.split(',').map((tag) => tag.trim());
    const body = {
      localization_name: file.name,
      skymap: await readAsDataUrl(file),
      tags: words.filter((tag) => tag !== ''),
      ...(dateobs === '' ? {} : { dateobs }),
    };
    const made = await add(body);
    if (made.data !== undefined) navigate(skyMapPath(made.data));
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="add-sky-map">
      <DialogTitle id="add-sky-map">Add a sky map</DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'grid', gap: 2, pt: 0.5 }}>
          <Button component="label" variant="outlined">
            {file === null ? 'Choose a FITS file' : file.name}
            <input
              type="file"
              hidden
              accept=".fits,.fit,.gz"
              onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            />
          </Button>
          {isLarge && (
            <Box role="alert">The file is larger than 36 MB: send it flattened less finely.</Box>
          )}
          <TextField
            label="When it happened (UTC)"
            type="datetime-local"
            value={dateobs}
            onChange={(event) => setDateobs(event.target.value)}
            helperText="As the file says, where it says it"
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { step: 1 } }}
          />
          <TextField
            label="Tags"
            value={tags}
            onChange={(event) => setTags(event.target.value)}
            helperText="With commas between them, as GW, BNS"
          />
          {error !== undefined && <ErrorNotice what="The map" error={error} />}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={file === null || isLarge || isLoading}
          onClick={() => void send()}
        >
          {isLoading ? 'Sending …' : 'Add'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

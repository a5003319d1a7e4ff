import CloseIcon from '@mui/icons-material/Close';
import { Box, IconButton } from '@mui/material';
import { useEffect, useState } from 'react';
import { formatBytes } from '../../format/number.ts';

/** As the server takes it, a little less than ten million bytes in base64. */
export const MOST_ATTACHED_BYTES = 7_000_000;

/** A file in base64. */
export async function toBase64(file: Blob): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('The file cannot be read.', { cause: reader.error }));
    reader.readAsDataURL(file);
  });
  return address.slice(address.indexOf(',') + 1);
}

function Picture({ file }: { readonly file: File }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (address === null) return null;
  return <img src={address} alt="" style={{ maxHeight: 64, maxWidth: 120, display: 'block' }} />;
}

type AttachmentDraftProps = { readonly file: File; readonly onRemove: () => void };

/** The file that goes with a comment: a picture is shown. */
export function AttachmentDraft({ file, onRemove }: AttachmentDraftProps) {
  const isTooLarge = file.size > MOST_ATTACHED_BYTES;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, fontSize: 12, minWidth: 0 }}>
      {file.type.startsWith('image/') && <Picture file={file} />}
      <Box
        sx={{ minWidth: 0, overflowWrap: 'anywhere', color: isTooLarge ? 'error.main' : undefined }}
      >
        {file.name}, {formatBytes(file.size)}
        {isTooLarge && `: at most ${formatBytes(MOST_ATTACHED_BYTES)}`}
      </Box>
      <IconButton size="small" aria-label={`Do not attach ${file.name}`} onClick={onRemove}>
        <CloseIcon sx={{ fontSize: 16 }} />
      </IconButton>
    </Box>
  );
}

import { Alert, Box, Button } from '@mui/material';
import { useState } from 'react';
import { MONO } from '../../app/theme.ts';

type LinkShownProps = { readonly email: string; readonly link: string };

/** A link to pass on by hand: it is shown this once. */
export function LinkShown({ email, link }: LinkShownProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => window.prompt('Copy this:', link),
    );
  };
  return (
    <Alert severity="success" variant="outlined">
      No mail is sent for it: pass the link on to {email} yourself. It works once, for whoever opens
      it, and will not be shown again.
      <Box sx={{ fontFamily: MONO, fontSize: 12, overflowWrap: 'anywhere', my: 1 }}>{link}</Box>
      <Button variant="outlined" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy link'}
      </Button>
    </Alert>
  );
}

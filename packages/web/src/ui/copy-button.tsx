import CheckIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import { IconButton } from '@mui/material';
import { type ReactNode, useEffect, useState } from 'react';

type CopyButtonProps = {
  readonly text: string;
  readonly label: string;
  /** Shown in place of the copying sign. */
  readonly icon?: ReactNode;
};

/** Copies `text`; says so for a moment. */
export function CopyButton({ text, label, icon }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = window.setTimeout(() => setCopied(false), 1500);
    return () => window.clearTimeout(timer);
  }, [isCopied]);

  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => window.prompt('Copy this:', text),
    );
  };
  return (
    <IconButton
      size="small"
      onClick={copy}
      aria-label={label}
      title={isCopied ? 'Copied' : label}
      sx={{ p: 0.5 }}
    >
      {isCopied ? (
        <CheckIcon sx={{ fontSize: 14 }} color="success" />
      ) : (
        (icon ?? <CopyIcon sx={{ fontSize: 14 }} />)
      )}
    </IconButton>
  );
}

import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';

/** What there is of a group in one file, and how it is asked for. */
const FILES = [
  ['Sources, CSV', 'content=sources&file_format=csv'],
  ['Sources, CSV as the TNS has it', 'content=sources&file_format=tns'],
  ['Sources, Parquet', 'content=sources&file_format=parquet'],
  ['Light curves, CSV', 'content=photometry&file_format=csv'],
  ['Light curves, Parquet', 'content=photometry&file_format=parquet'],
] as const;

/** Downloads a group's sources, or the light curves of them all. */
export function GroupExport({ groupId }: { readonly groupId: number }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        startIcon={<DownloadIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Export
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {FILES.map(([label, query]) => (
          <MenuItem
            key={query}
            component="a"
            href={`/api/groups/${groupId}/export?${query}`}
            download
            onClick={() => setAnchor(null)}
          >
            {label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

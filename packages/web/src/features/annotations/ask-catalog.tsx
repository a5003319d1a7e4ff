import { Box, Button, Menu, MenuItem } from '@mui/material';
import { useRef, useState } from 'react';
import { describeError } from '../../api/api-error.ts';
import {
  CATALOG_SERVICES,
  type CatalogService,
  useAnnotateFromCatalogMutation,
} from './annotations.api.ts';

/** Notes what a catalog says of an object's place; what is not loaded here, or has nothing there, says so. */
export function AskCatalog({ objId }: { readonly objId: string }) {
  const anchorRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [annotate, { data, error, isLoading }] = useAnnotateFromCatalogMutation();
  const ask = (service: CatalogService) => {
    setOpen(false);
    void annotate({ objId, service });
  };
  const count = data?.annotation_ids.length ?? 0;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
      <Button
        ref={anchorRef}
        variant="outlined"
        disabled={isLoading}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        Ask a catalog
      </Button>
      <Menu anchorEl={() => anchorRef.current} open={isOpen} onClose={() => setOpen(false)}>
        {CATALOG_SERVICES.map(([service, name]) => (
          <MenuItem key={service} onClick={() => ask(service)}>
            {name}
          </MenuItem>
        ))}
      </Menu>
      <span role="status">
        {error !== undefined && describeError(error)}
        {error === undefined && data !== undefined && `${count} noted`}
      </span>
    </Box>
  );
}

import CloseIcon from '@mui/icons-material/Close';
import SearchIcon from '@mui/icons-material/Search';
import { Box, IconButton } from '@mui/material';
import { useState } from 'react';
import { SearchBox } from './search-box.tsx';

/** The search in the header; on a phone behind a button, over the whole header. */
export function HeaderSearch() {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <Box sx={{ display: { xs: 'none', md: 'block' }, flex: '0 1 260px', minWidth: 140 }}>
        <SearchBox />
      </Box>
      <Box sx={{ display: { xs: 'block', md: 'none' } }}>
        <IconButton aria-label="Search" onClick={() => setShown(true)}>
          <SearchIcon fontSize="small" />
        </IconButton>
        {isShown && (
          <Box
            sx={{
              position: 'absolute',
              inset: 0,
              zIndex: 'modal',
              display: 'flex',
              alignItems: 'center',
              gap: 0.5,
              px: 1,
              height: 48,
              bgcolor: 'background.paper',
            }}
          >
            <SearchBox autoFocus onDone={() => setShown(false)} />
            <IconButton aria-label="Close the search" onClick={() => setShown(false)}>
              <CloseIcon fontSize="small" />
            </IconButton>
          </Box>
        )}
      </Box>
    </>
  );
}

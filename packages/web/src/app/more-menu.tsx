import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { isWithin, type NavPage } from './nav-pages.ts';

/** The pages that the header has no room for. */
export function MoreMenu({ pages }: { readonly pages: readonly NavPage[] }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { pathname } = useLocation();
  const here = pages.find((page) => isWithin(page, pathname));
  const close = () => setAnchor(null);
  return (
    <>
      <Button
        color={here ? 'primary' : 'inherit'}
        endIcon={<ExpandMoreIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ fontWeight: here ? 650 : 500, px: 1.25, minWidth: 0 }}
      >
        {here?.label ?? 'More'}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {pages.map(({ path, label }) => (
          <MenuItem key={path} component={Link} to={path} onClick={close} sx={{ minHeight: 40 }}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

import MenuIcon from '@mui/icons-material/Menu';
import { Box, Divider, IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { TonightStrip } from '../features/stream/tonight-strip.tsx';
import { NavLabel } from './nav-label.tsx';
import { useNavPages } from './nav-pages.ts';

/** The pages behind one button, for narrow screens. */
export function NavMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const pages = useNavPages();
  const close = () => setAnchor(null);
  return (
    <Box sx={{ display: { xs: 'flex', md: 'none' }, alignItems: 'center' }}>
      <IconButton
        aria-label="Pages"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MenuIcon />
      </IconButton>
      <NavLabel path="/groups" label="" />
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {pages.map(({ path, label }) => (
          <MenuItem key={path} component={Link} to={path} onClick={close} sx={{ minHeight: 44 }}>
            <NavLabel path={path} label={label} />
          </MenuItem>
        ))}
        <Divider />
        <Box component="li" sx={{ px: 2, py: 1 }}>
          <TonightStrip />
        </Box>
      </Menu>
    </Box>
  );
}

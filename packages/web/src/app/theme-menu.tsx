import ContrastIcon from '@mui/icons-material/Contrast';
import { IconButton, Menu, MenuItem } from '@mui/material';
import { useEffect, useState } from 'react';
import { whenIdle } from '../ui/when-idle.ts';
import { useAppDispatch, useAppSelector } from './hooks.ts';
import { type ThemeChoice, themeChosen } from './preferences-slice.ts';

const CHOICES: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'As the device'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['night', 'Red night'],
];

/** Light, dark, or nothing but red for eyes adapted to the dark. */
export function ThemeMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const current = useAppSelector((state) => state.preferences.theme);
  const dispatch = useAppDispatch();
  // Made when the page has time, and with it the styles of all menus: the first one opens at once.
  const [isMade, setMade] = useState(false);
  useEffect(() => whenIdle(() => setMade(true), 5000), []);
  const choose = (choice: ThemeChoice) => {
    dispatch(themeChosen(choice));
    setAnchor(null);
  };
  return (
    <>
      <IconButton
        aria-label="Theme"
        title="Theme"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <ContrastIcon fontSize="small" />
      </IconButton>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        keepMounted={isMade}
        onClose={() => setAnchor(null)}
      >
        {CHOICES.map(([choice, label]) => (
          <MenuItem key={choice} selected={choice === current} onClick={() => choose(choice)}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

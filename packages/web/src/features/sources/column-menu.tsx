import { Button, Checkbox, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';

type ColumnMenuProps = {
  /** Of which table. */
  readonly label: string;
  readonly titles: readonly string[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (title: string) => void;
};

/** Which columns a table shows. */
export function ColumnMenu({ label, titles, hidden, onToggle }: ColumnMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={`Columns: ${label}`}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        Columns
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {titles.map((title) => (
          <MenuItem
            key={title}
            role="menuitemcheckbox"
            aria-checked={!hidden.has(title)}
            onClick={() => onToggle(title)}
          >
            <Checkbox
              size="small"
              checked={!hidden.has(title)}
              tabIndex={-1}
              inert
              sx={{ p: 0, mr: 1 }}
            />
            {title}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

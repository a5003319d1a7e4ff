import { Button, List, ListItem, ListItemButton, ListItemText, Typography } from '@mui/material';
import type { FilterHistory } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { useSetActiveMutation } from './filters.api.ts';

type VersionListProps = {
  readonly filter: FilterHistory;
  readonly shownFid: string | null;
  readonly onShow: (fid: string) => void;
};

/** Every version, newest first; any can be made the active one again. */
export function VersionList({ filter, shownFid, onShow }: VersionListProps) {
  const [setActive, { isLoading }] = useSetActiveMutation();
  if (filter.fv.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        No version yet. Paste a pipeline and save it; it becomes active at once.
      </Typography>
    );
  }
  const activate = (fid: string) =>
    setActive({ id: filter.id, active_fid: fid })
      .unwrap()
      .then(
        () => onShow(fid),
        () => undefined,
      );
  return (
    <List dense disablePadding aria-label="Versions">
      {filter.fv.map(({ fid, created_at }) => {
        const isActive = fid === filter.active_fid;
        const action = (
          <Button onClick={() => activate(fid)} disabled={isLoading} aria-label={`Use ${fid}`}>
            Use
          </Button>
        );
        return (
          <ListItem key={fid} disablePadding secondaryAction={isActive ? undefined : action}>
            <ListItemButton
              selected={fid === shownFid}
              onClick={() => onShow(fid)}
              sx={{ borderRadius: 1 }}
            >
              <ListItemText
                primary={isActive ? `${fid} · active` : fid}
                secondary={formatUtc(parseNaiveUtc(created_at)).slice(0, 16)}
                slotProps={{ primary: { sx: { fontFamily: MONO } } }}
              />
            </ListItemButton>
          </ListItem>
        );
      })}
    </List>
  );
}

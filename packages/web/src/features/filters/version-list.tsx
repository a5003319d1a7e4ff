import { Box, Button, List, ListItem, ListItemButton, Typography } from '@mui/material';
import type { FilterHistory, FilterVersion } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { formatCount } from '../../format/number.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSetActiveMutation } from './filters.api.ts';
import { nightWords, shareWords } from './runs/which-night.ts';

type VersionListProps = {
  readonly filter: FilterHistory;
  readonly shownFid: string | null;
  readonly onShow: (fid: string) => void;
};

function referenceWords({ reference }: FilterVersion): string | null {
  if (reference === null) return null;
  const { passed, evaluated, night, insisted } = reference;
  const share = `${shareWords(passed, evaluated)} of ${nightWords(night)}`;
  return `${formatCount(passed)} passed, ${share}${insisted ? ', insisted' : ''}`;
}

function VersionFacts({
  version,
  isActive,
}: {
  readonly version: FilterVersion;
  readonly isActive: boolean;
}) {
  const reference = referenceWords(version);
  return (
    <Box sx={{ minWidth: 0, fontSize: 12, overflowWrap: 'anywhere' }}>
      <Box sx={{ fontSize: 13 }}>
        <span style={{ fontFamily: MONO }}>{version.fid}</span>
        {isActive && (
          <Box component="span" sx={{ color: 'success.main', fontWeight: 650 }}>
            {' '}
            · active
          </Box>
        )}
      </Box>
      {version.changelog !== '' && <Box>{version.changelog}</Box>}
      <Box sx={{ color: 'text.secondary' }}>
        {formatUtc(parseNaiveUtc(version.created_at)).slice(0, 16)}
        {version.author !== null && ` · ${version.author}`}
      </Box>
      {reference !== null && <Box sx={{ color: 'text.secondary' }}>{reference}</Box>}
    </Box>
  );
}

/** Every version, newest first, with what is new in it; one press makes any the active one again. */
export function VersionList({ filter, shownFid, onShow }: VersionListProps) {
  const [setActive, { isLoading, error }] = useSetActiveMutation();
  if (filter.fv.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        No version yet. Write or paste a pipeline and save it: it becomes active at once.
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
    <Box>
      {error !== undefined && <ErrorNotice what="Not rolled back" error={error} />}
      <List
        dense
        disablePadding
        aria-label="Versions"
        sx={{ maxHeight: { xs: 220, md: 'min(70vh, 760px)' }, overflowY: 'auto' }}
      >
        {filter.fv.map((version) => {
          const { fid } = version;
          const isActive = fid === filter.active_fid;
          return (
            <ListItem key={fid} disablePadding sx={{ display: 'block', mb: 0.5 }}>
              <ListItemButton
                selected={fid === shownFid}
                onClick={() => onShow(fid)}
                sx={{ borderRadius: 1, px: 1 }}
              >
                <VersionFacts version={version} isActive={isActive} />
              </ListItemButton>
              {!isActive && (
                <Button
                  onClick={() => activate(fid)}
                  disabled={isLoading}
                  aria-label={`Roll back to ${fid}`}
                >
                  Roll back
                </Button>
              )}
            </ListItem>
          );
        })}
      </List>
    </Box>
  );
}

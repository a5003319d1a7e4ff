import { Box, Skeleton } from '@mui/material';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useGetThumbnailsQuery } from './thumbnails.api.ts';

const NAMES: Readonly<Record<string, string>> = { new: 'new', ref: 'ref', sub: 'sub' };

const note = { fontSize: 13, color: 'text.secondary', py: 2 };

/** Pictures that were sent with what another broker posted; or that there are none, and why. */
export function PostedImages({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetThumbnailsQuery(objId);
  if (error !== undefined) {
    return <ErrorNotice what="its pictures" error={error} onRetry={() => refetch()} />;
  }
  if (currentData === undefined) return <Skeleton variant="rounded" height={120} />;
  const sent = currentData.filter(({ id }) => id !== null);
  if (sent.length === 0) {
    return (
      <Box sx={note}>
        No cutouts: another broker posted it, without an alert that is here, and without pictures.
      </Box>
    );
  }
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: 0.5 }}>
      {sent.map(({ id, type, public_url }) => (
        <Box component="figure" key={id} sx={{ m: 0, position: 'relative' }}>
          <Box
            component="img"
            src={public_url}
            alt={`${NAMES[type] ?? type} image of ${objId}`}
            loading="lazy"
            className="sky-image"
            sx={{ width: '100%', aspectRatio: '1', objectFit: 'cover', borderRadius: 1 }}
          />
          <Box component="figcaption" sx={{ fontSize: 11 }}>
            {NAMES[type] ?? type}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

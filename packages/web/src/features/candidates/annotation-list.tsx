import { Box } from '@mui/material';
import type { Annotation } from '../../api/types.ts';
import { formatAnnotation } from '../../format/number.ts';

type AnnotationListProps = {
  readonly objId: string;
  readonly annotations: readonly Annotation[];
  /** Above this the list scrolls; null lets it grow. */
  readonly maxHeightPx: number | null;
};

/** What filters wrote about an object: name and value, in columns. */
export function AnnotationList({ objId, annotations, maxHeightPx }: AnnotationListProps) {
  const filled = annotations.filter(({ data }) => Object.keys(data).length > 0);
  if (filled.length === 0) return null;
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label={`Annotations of ${objId}`}
      sx={{
        mt: 0.75,
        pt: 0.75,
        borderTop: 1,
        borderColor: 'divider',
        maxHeight: maxHeightPx ?? 'none',
        overflowY: 'auto',
      }}
    >
      {filled.map(({ origin, data }) => (
        <Box key={origin} sx={{ mb: 0.5 }}>
          <Box sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{origin}</Box>
          <Box
            component="dl"
            sx={{
              m: 0,
              display: 'grid',
              gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
              columnGap: 1.5,
            }}
          >
            {Object.entries(data).map(([key, value]) => (
              <Box key={key} sx={{ display: 'flex', gap: 0.75, minWidth: 0 }}>
                <Box component="dt" sx={{ color: 'text.secondary' }}>
                  {key}
                </Box>
                <Box component="dd" sx={{ m: 0, ml: 'auto', overflowWrap: 'anywhere' }}>
                  {formatAnnotation(value)}
                </Box>
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

import { Box, Button, Skeleton } from '@mui/material';
import { useMemo, useState } from 'react';
import type { SourceAnnotation } from '../../api/types.ts';
import { formatAnnotation } from '../../format/number.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useRemoval } from '../../ui/use-removal.tsx';
import { AccessLink } from '../access/access-button.tsx';
import { NoteHistory } from '../comments/note-history.tsx';
import { useMay } from '../session/use-profile.ts';
import {
  useDeleteAnnotationMutation,
  useGetAnnotationHistoryQuery,
  useGetAnnotationsQuery,
} from './annotations.api.ts';
import { groupByOrigin } from './annotations-by-origin.ts';
import { AskCatalog } from './ask-catalog.tsx';

function Values({ data }: { readonly data: SourceAnnotation['data'] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
        columnGap: 2,
      }}
    >
      {Object.entries(data).map(([key, value]) => (
        <Box key={key} sx={{ display: 'flex', gap: 0.75, minWidth: 0 }}>
          <Box component="dt" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {key}
          </Box>
          <Box component="dd" sx={{ m: 0, ml: 'auto', overflowWrap: 'anywhere' }}>
            {formatAnnotation(value)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

/** Who wrote it, when, and for whom. */
function Provenance({ annotation }: { readonly annotation: SourceAnnotation }) {
  const { author, created_at: at, groups, filter_id: filterId } = annotation;
  const parts = [
    filterId === null ? (author?.username ?? 'somebody') : 'a filter',
    formatUtc(parseNaiveUtc(at)).slice(0, 16),
    groups.length > 0 ? `for ${groups.map(({ name }) => name).join(', ')}` : '',
  ];
  return (
    <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>
      {parts.filter((part) => part !== '').join(' · ')}
    </Box>
  );
}

type AnnotationProps = {
  readonly objId: string;
  readonly annotation: SourceAnnotation;
  readonly onRemove: () => void;
};

function AnnotationPast({ objId, annotation }: Omit<AnnotationProps, 'onRemove'>) {
  const { currentData, error, refetch } = useGetAnnotationHistoryQuery({
    objId,
    id: annotation.id,
  });
  return (
    <NoteHistory
      label={`What ${annotation.origin} said before`}
      versions={currentData}
      error={error}
      onRetry={() => void refetch()}
    >
      {({ origin, data }) => (
        <>
          {origin !== annotation.origin && <Box sx={{ fontWeight: 650 }}>{origin}</Box>}
          <Values data={data} />
        </>
      )}
    </NoteHistory>
  );
}

/** What somebody or a filter noted; who may see it, and what it said before. */
function Annotation({ objId, annotation, onRemove }: AnnotationProps) {
  const [isPastOpen, setPastOpen] = useState(false);
  const { id, origin, filter_id: filterId, can_change: mayChange } = annotation;
  const isChanged = annotation.modified !== annotation.created_at;
  return (
    <Box>
      <Box sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
        {origin} <Provenance annotation={annotation} />
        {filterId === null && isChanged && (
          <Button
            onClick={() => setPastOpen(!isPastOpen)}
            aria-expanded={isPastOpen}
            aria-label={`What ${origin} said before`}
            sx={{ py: 0 }}
          >
            changed
          </Button>
        )}
        {filterId === null && (
          <AccessLink kind="annotation" id={String(id)} name={`the annotation ${origin}`} />
        )}
        {mayChange && filterId === null && (
          <Button color="error" onClick={onRemove} sx={{ py: 0 }}>
            Delete
          </Button>
        )}
      </Box>
      <Values data={annotation.data} />
      {isPastOpen && <AnnotationPast objId={objId} annotation={annotation} />}
    </Box>
  );
}

/** What programs, people and filters noted of an object, by origin. */
export function AnnotationsSection({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetAnnotationsQuery(objId);
  const [remove] = useDeleteAnnotationMutation();
  const removal = useRemoval((id: number) => remove({ objId, id }).unwrap());
  const mayAsk = useMay('Annotate');
  const origins = useMemo(() => groupByOrigin(currentData ?? []), [currentData]);
  if (currentData === undefined) {
    return error === undefined ? (
      <Skeleton variant="rounded" height={60} />
    ) : (
      <ErrorNotice what="No annotations" error={error} onRetry={() => refetch()} />
    );
  }
  return (
    <Box sx={{ fontSize: 12 }}>
      {origins.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          Neither a filter nor anybody else noted anything.
        </Box>
      )}
      {origins.map(({ origin, annotations }) => (
        <Box
          component="section"
          aria-label={`Annotations by ${origin}`}
          key={origin}
          sx={{ mb: 1.25 }}
        >
          {annotations
            .filter(({ id }) => !removal.isRemoved(id))
            .map((annotation) => (
              <Annotation
                key={annotation.id}
                objId={objId}
                annotation={annotation}
                onRemove={() => removal.remove(annotation.id, `Annotation ${origin} deleted`)}
              />
            ))}
        </Box>
      ))}
      {mayAsk && <AskCatalog objId={objId} />}
      {removal.notice}
    </Box>
  );
}

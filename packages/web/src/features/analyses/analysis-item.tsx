import { Box, Button, Chip, Skeleton } from '@mui/material';
import { useState } from 'react';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { type Analysis, useGetAnalysisResultsQuery } from './analyses.api.ts';
import { describeParameters, listResults, STATUS_WORDS } from './analysis-words.ts';

function Results({ id }: { readonly id: number }) {
  const { currentData, error, isFetching } = useGetAnalysisResultsQuery(id);
  if (error !== undefined) return <ErrorNotice what="No results" error={error} />;
  if (currentData === undefined) return isFetching ? <Skeleton /> : null;
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: 1.5 }}
    >
      {listResults(currentData).map(([name, value]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {name}
          </Box>
          <Box component="dd" sx={{ m: 0, maxHeight: 120, overflow: 'auto' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Picture({ src, alt }: { readonly src: string; readonly alt: string }) {
  return (
    <a href={src} target="_blank" rel="noreferrer">
      <Box
        component="img"
        src={src}
        alt={alt}
        loading="lazy"
        // What a service drew is on white paper.
        sx={{ maxWidth: '100%', maxHeight: 360, bgcolor: '#fff', borderRadius: 1, mt: 1 }}
      />
    </a>
  );
}

/** What came of it. */
function Products({ analysis }: { readonly analysis: Analysis }) {
  const { id, num_plots: count, analysis_service_name: name, obj_id: objId } = analysis;
  const of = `${name ?? 'the analysis'} of ${objId}`;
  return (
    <Box sx={{ pt: 0.5 }}>
      {analysis.has_results && <Results id={id} />}
      {Array.from({ length: count }, (_none, number) => (
        <Picture
          // biome-ignore lint/suspicious/noArrayIndexKey: plots are known by their numbers
          key={number}
          src={`/api/obj/analysis/${id}/plots/${number}`}
          alt={`Plot ${number + 1} of ${of}`}
        />
      ))}
      {analysis.has_inference_data && (
        <Picture src={`/api/obj/analysis/${id}/corner`} alt={`Samples of ${of}`} />
      )}
    </Box>
  );
}

type AnalysisItemProps = { readonly analysis: Analysis; readonly onDelete: (() => void) | null };

/** One analysis: how it stands, and what came of it. */
export function AnalysisItem({ analysis, onDelete }: AnalysisItemProps) {
  const [isOpen, setOpen] = useState(false);
  const { analysis_service_name: name, status_message: message, created_at: at } = analysis;
  const [words, color] = STATUS_WORDS[analysis.status];
  const { has_results, has_inference_data, num_plots } = analysis;
  const hasProducts = has_results || has_inference_data || num_plots > 0;
  const title = name ?? 'A service that is gone';
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <b>{title}</b>
        <Chip label={words} color={color} />
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {formatUtc(parseNaiveUtc(at)).slice(0, 16)}
          {analysis.duration === null ? '' : `, took ${analysis.duration.toFixed(1)} s`}
        </Box>
        <Box sx={{ flex: 1 }} />
        {hasProducts && (
          <Button
            aria-expanded={isOpen}
            aria-label={`Results of ${title}`}
            onClick={() => setOpen(!isOpen)}
            sx={{ py: 0 }}
          >
            Results
          </Button>
        )}
        {onDelete && (
          <Button color="error" aria-label={`Delete ${title}`} onClick={onDelete} sx={{ py: 0 }}>
            Delete
          </Button>
        )}
      </Box>
      {analysis.show_parameters && (
        <Box sx={{ color: 'text.secondary' }}>
          {describeParameters(analysis.analysis_parameters)}
        </Box>
      )}
      {message !== null && message !== '' && <Box>{message}</Box>}
      {isOpen && <Products analysis={analysis} />}
    </Box>
  );
}

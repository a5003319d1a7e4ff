import { Box, Skeleton } from '@mui/material';
import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor.tsx';

const load = () => import('./code-editor.tsx');
const CodeEditor = lazy(async () => ({ default: (await load()).CodeEditor }));

/** The editor in its frame; it is fetched when a filter is opened. */
export function PipelineEditor(props: CodeEditorProps) {
  return (
    <Box
      sx={{
        height: { xs: '42vh', md: 'min(46vh, 480px)' },
        minHeight: 220,
        border: 1,
        borderColor: props.problems.every(({ isWarning }) => isWarning) ? 'divider' : 'error.main',
        borderRadius: 1,
        overflow: 'hidden',
        bgcolor: 'background.paper',
        '&:focus-within': { borderColor: 'primary.main' },
      }}
    >
      <Suspense fallback={<Skeleton variant="rectangular" height="100%" />}>
        <CodeEditor {...props} />
      </Suspense>
    </Box>
  );
}

import { Box } from '@mui/material';
import { AnnotationList } from '../candidates/annotation-list.tsx';
import { useGetCandidateQuery } from '../candidates/candidates.api.ts';

/** What the filters that it passed wrote about the object; nothing where it passed none. */
export function SourceAnnotations({ objId }: { readonly objId: string }) {
  const { currentData } = useGetCandidateQuery(objId);
  if (!currentData) return null;
  return (
    <Box sx={{ mt: 1.5, fontSize: 12 }}>
      <AnnotationList objId={objId} annotations={currentData.annotations} maxHeightPx={null} />
    </Box>
  );
}

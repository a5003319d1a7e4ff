import { Box, Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { useRemoval } from '../../ui/use-removal.tsx';
import { useMay } from '../session/use-profile.ts';
import { ClassificationItem } from './classification-item.tsx';
import {
  useClassifyMutation,
  useGetClassificationsQuery,
  useWithdrawClassificationMutation,
} from './classifications.api.ts';
import { ClassifyForm } from './classify-form.tsx';

/** What people and models say that an object is, newest first, and saying it oneself. */
export function ClassificationsSection({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetClassificationsQuery(objId);
  const [classify] = useClassifyMutation();
  const [withdraw] = useWithdrawClassificationMutation();
  const removal = useRemoval((id: number) => withdraw({ id, objId }).unwrap());
  const [isAdding, setAdding] = useState(false);
  const mayClassify = useMay('Classify');
  const said = currentData?.filter(({ id }) => !removal.isRemoved(id)).reverse();
  return (
    <>
      {error !== undefined && currentData === undefined && (
        <ErrorNotice what="No classifications" error={error} onRetry={() => refetch()} />
      )}
      {said === undefined && error === undefined && <Skeleton variant="rounded" height={48} />}
      {said !== undefined && said.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>
          Nobody has said yet what it is.
        </Box>
      )}
      {said !== undefined && said.length > 0 && (
        <RowList label="Classifications">
          {said.map((one) => (
            <ClassificationItem
              key={one.id}
              objId={objId}
              said={one}
              onWithdraw={() => removal.remove(one.id, `${one.classification} withdrawn`)}
            />
          ))}
        </RowList>
      )}
      {mayClassify && !isAdding && (
        <Button variant="outlined" onClick={() => setAdding(true)} sx={{ mt: 1 }}>
          Classify
        </Button>
      )}
      {isAdding && (
        <ClassifyForm
          objId={objId}
          autoFocus
          onSubmit={async (one) => {
            await classify(one).unwrap();
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
      {removal.notice}
    </>
  );
}

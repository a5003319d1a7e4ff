import { Box, Button, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import type { Source } from '../../../api/types.ts';
import { formatFixed } from '../../../format/number.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useSetHostMutation } from '../sources.api.ts';
import { Fact } from './fact.tsx';

function describeHost({ host, host_offset: offset, host_distance: distance }: Source): string {
  if (host === null) return 'none';
  const parts = [
    offset === null ? null : `${formatFixed(offset, 1)}″ away`,
    distance === null ? null : `${formatFixed(distance, 1)} kpc`,
    host.redshift === null ? null : `z ${host.redshift}`,
    host.catalog,
  ];
  return [host.name, ...parts.filter((part) => part !== null)].join(', ');
}

type HostFactProps = { readonly source: Source; readonly mayEdit: boolean };

/** The galaxy that it is in: one of those around it in the catalogs. */
export function HostFact({ source, mayEdit }: HostFactProps) {
  const [setHost, { error, isLoading }] = useSetHostMutation();
  const [isChoosing, setChoosing] = useState(false);
  const galaxies = source.galaxies ?? [];
  const choose = (galaxy: string | null) => {
    setChoosing(false);
    void setHost({ id: source.id, galaxy });
  };
  if (source.host === null && galaxies.length === 0) return null;
  return (
    <Fact name="Host">
      {describeHost(source)}
      {mayEdit && source.host !== null && (
        <Button disabled={isLoading} onClick={() => choose(null)} sx={{ py: 0 }}>
          Remove
        </Button>
      )}
      {mayEdit && galaxies.length > 0 && !isChoosing && (
        <Button disabled={isLoading} onClick={() => setChoosing(true)} sx={{ py: 0 }}>
          Choose
        </Button>
      )}
      {isChoosing && (
        <Box sx={{ pt: 1 }}>
          <TextField
            select
            label="Galaxy"
            value={source.host?.name ?? ''}
            onChange={(event) => choose(event.target.value)}
            sx={{ minWidth: 180 }}
          >
            {galaxies.map((name) => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        </Box>
      )}
      {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
    </Fact>
  );
}

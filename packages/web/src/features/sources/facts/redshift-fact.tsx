import { Box, Button } from '@mui/material';
import { useState } from 'react';
import type { Source } from '../../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../../format/time.ts';
import { EditableFact, Fact } from './fact.tsx';
import { describeRedshift, readNumber } from './read-number.ts';

const LEAST = -1;
const MOST = 50;

function checkRedshift(text: string): string | null {
  return readNumber(text, LEAST, MOST) === undefined ? 'A number from −1 to 50' : null;
}

function checkError(text: string): string | null {
  return readNumber(text, 0, MOST) === undefined ? 'A number from 0' : null;
}

function RedshiftHistory({ source }: { readonly source: Source }) {
  return (
    <Box component="ol" reversed sx={{ m: 0, pl: 3, fontSize: 12 }}>
      {[...source.redshift_history].reverse().map((entry) => (
        <li key={entry.set_at_utc}>
          {describeRedshift(entry.value, entry.uncertainty)}
          {entry.origin !== null && entry.origin !== '' && ` from ${entry.origin}`} ·{' '}
          {formatUtc(parseNaiveUtc(entry.set_at_utc))}
        </li>
      ))}
    </Box>
  );
}

type RedshiftFactProps = { readonly source: Source; readonly mayEdit: boolean };

/** The redshift, what it was before, and the distances that follow from it. */
export function RedshiftFact({ source, mayEdit }: RedshiftFactProps) {
  const [isOpen, setOpen] = useState(false);
  const { redshift, redshift_error: error, redshift_origin: origin } = source;
  const text = (value: number | null) => (value === null ? '' : String(value));
  return (
    <>
      <EditableFact
        objId={source.id}
        name="Redshift"
        mayEdit={mayEdit}
        fields={[
          { key: 'z', label: 'z', value: text(redshift), isNumber: true, check: checkRedshift },
          { key: 'error', label: 'Error', value: text(error), isNumber: true, check: checkError },
          { key: 'origin', label: 'From', value: origin ?? '' },
        ]}
        read={(texts) => ({
          redshift: readNumber(texts.z ?? '', LEAST, MOST) ?? null,
          redshift_error: readNumber(texts.error ?? '', 0, MOST) ?? null,
          redshift_origin: texts.origin?.trim() || null,
        })}
      >
        {describeRedshift(redshift, error)}
        {redshift !== null && origin !== null && origin !== '' && ` (${origin})`}
        {source.redshift_history.length > 0 && (
          <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} sx={{ ml: 0.5, py: 0 }}>
            History
          </Button>
        )}
        {isOpen && <RedshiftHistory source={source} />}
      </EditableFact>
      {source.dm !== null && source.luminosity_distance !== null && (
        <Fact name="Distance">
          {source.luminosity_distance.toPrecision(4)} Mpc, modulus {source.dm.toFixed(2)}
        </Fact>
      )}
    </>
  );
}

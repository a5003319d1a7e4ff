import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { useGetInstallationQuery } from './installation.api.ts';
import { type SkyImage, skyImages } from './sky-image-urls.ts';

type Place = { readonly ra: number; readonly dec: number };

type SkyImagesProps = Place & {
  readonly objId: string;
  /** As wide as the cutouts beside them. */
  readonly fieldArcsec: number;
};

type State = 'loading' | 'ready' | 'failed';

/** The server fetches what it has not, and its pages ask again after these. */
const AGAIN_S = [1, 2, 4, 8];

function useAgain() {
  const [state, setState] = useState<State>('loading');
  const [round, setRound] = useState(0);
  const waitS = AGAIN_S[round];
  const isWaiting = state === 'failed' && waitS !== undefined;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => {
      setRound((last) => last + 1);
      setState('loading');
    }, waitS * 1000);
    return () => clearTimeout(timer);
  }, [isWaiting, waitS]);
  return { state: isWaiting ? ('loading' as const) : state, round, setState };
}

const WORDS: Readonly<Record<State, string>> = { loading: '', ready: '', failed: 'none' };

function Picture({ image, objId }: { readonly image: SkyImage; readonly objId: string }) {
  const { state, round, setState } = useAgain();
  const isRed = useTheme().name === 'night';
  return (
    <Box
      component="a"
      href={image.page}
      target="_blank"
      rel="noreferrer"
      aria-label={`${objId} in ${image.survey}`}
      sx={{
        position: 'relative',
        display: 'block',
        // Where no survey has it, or there is no way to them, a line is left of the row.
        aspectRatio: state === 'failed' ? 'auto' : '1',
        minHeight: 24,
        borderRadius: 1,
        overflow: 'hidden',
        bgcolor: 'action.selected',
      }}
    >
      <Box
        key={round}
        component="img"
        src={image.url}
        alt=""
        loading="lazy"
        decoding="async"
        className="sky-image"
        onLoad={() => setState('ready')}
        onError={() => setState('failed')}
        sx={{
          width: '100%',
          height: '100%',
          display: state === 'failed' ? 'none' : 'block',
          visibility: state === 'ready' ? 'visible' : 'hidden',
        }}
      />
      <Box
        component="span"
        sx={{
          position: 'absolute',
          left: 4,
          top: 4,
          px: 0.5,
          borderRadius: 0.5,
          fontSize: 11,
          lineHeight: 1.4,
          color: isRed ? '#ff5a4d' : '#fff',
          bgcolor: 'rgba(0,0,0,0.72)',
        }}
      >
        {image.survey} {WORDS[state]}
      </Box>
    </Box>
  );
}

/**
 * The same field in deeper surveys, which this server asks for as it comes into view; nothing where no
 * administrator switched that on, or without a connection.
 */
export function SkyImages({ objId, ra, dec, fieldArcsec }: SkyImagesProps) {
  const isOffline = useAppSelector((state) => state.live.state === 'offline');
  const { data } = useGetInstallationQuery();
  if (!data?.surveyImages || isOffline) return null;
  return (
    <Box
      role="group"
      aria-label={`${objId} in other surveys`}
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
        alignItems: 'start',
        gap: 0.5,
        mt: 0.5,
      }}
    >
      {skyImages({ objId, ra, dec, fieldArcsec }).map((image) => (
        <Picture key={image.survey} image={image} objId={objId} />
      ))}
    </Box>
  );
}

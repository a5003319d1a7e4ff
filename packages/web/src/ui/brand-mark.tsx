import { Box } from '@mui/material';

/** The name with its reticle. */
export function BrandMark() {
  return (
    <Box
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 1,
        fontWeight: 700,
        fontSize: 16,
        letterSpacing: '-0.01em',
      }}
    >
      <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round">
          <circle cx="16" cy="16" r="10" />
          <path d="M16 2v7M16 23v7M2 16h7M23 16h7" />
        </g>
        <circle cx="16" cy="16" r="2.6" fill="currentColor" />
      </svg>
      Fritz
    </Box>
  );
}

import { Box, Link } from '@mui/material';

export type SectionLink = { readonly id: string; readonly title: string };

function goTo(id: string): void {
  const section = document.getElementById(id);
  section?.scrollIntoView({ block: 'start' });
  section?.focus({ preventScroll: true });
}

/** The parts of the page; a row that slides where it does not fit. */
export function SectionNav({ sections }: { readonly sections: readonly SectionLink[] }) {
  return (
    <Box
      component="nav"
      aria-label="On this page"
      sx={{
        display: 'flex',
        gap: 1.5,
        overflowX: 'auto',
        whiteSpace: 'nowrap',
        fontSize: 13,
        py: 0.75,
        mt: 0.5,
      }}
    >
      {sections.map(({ id, title }) => (
        <Link
          key={id}
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            goTo(id);
          }}
          sx={{ py: 0.5 }}
        >
          {title}
        </Link>
      ))}
    </Box>
  );
}

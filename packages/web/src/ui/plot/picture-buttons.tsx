import { Button } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { saveFile, svgToPng } from '../save-file.ts';
import type { PlotKind, Range, Scene } from './plot-kind.ts';
import { makeSvg } from './svg-picture.ts';

type PictureButtonsProps<S extends Scene, Hit> = {
  readonly kind: PlotKind<S, Hit>;
  readonly scene: S;
  readonly title: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly visible: () => { readonly x: Range; readonly y: Range } | null;
};

const SIZE = { width: 900, height: 520 } as const;

/** Keeps what the plot shows as a picture. */
export function PictureButtons<S extends Scene, Hit>(props: PictureButtonsProps<S, Hit>) {
  const { kind, scene, title, name, visible } = props;
  const { palette, sky } = useTheme();
  const make = () => {
    const shown = visible();
    if (shown === null) return null;
    const look = { ink: palette.text.primary, grid: sky.grid, paper: palette.background.paper };
    return makeSvg(kind, scene, shown, title, { ...SIZE, ...look });
  };
  const saveSvg = () => {
    const svg = make();
    if (svg !== null) saveFile(`${name}.svg`, new Blob([svg], { type: 'image/svg+xml' }));
  };
  const savePng = async () => {
    const svg = make();
    if (svg !== null) saveFile(`${name}.png`, await svgToPng(svg, SIZE.width, SIZE.height));
  };
  return (
    <>
      <Button onClick={() => void savePng()}>PNG</Button>
      <Button onClick={saveSvg}>SVG</Button>
    </>
  );
}

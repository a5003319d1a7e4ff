export function PhotometryDialog(_props: { readonly objId: string; readonly onClose: () => void }) {
  return null;
}

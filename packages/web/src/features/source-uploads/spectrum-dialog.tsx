export function SpectrumDialog(_props: { readonly objId: string; readonly onClose: () => void }) {
  return null;
}

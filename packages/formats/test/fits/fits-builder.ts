/** Keyword and value as text; a null value puts `rest` right after the eighth column. */
export type RawCard = [keyword: string, value: string | null, rest?: string];

/** FITS bytes card by card, independent of our writer, so that malformed files can be made. */
export function buildFits(units: { cards: RawCard[]; data: Uint8Array }[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { cards, data } of units) {
    const lines = cards.map(([keyword, value, rest = '']) =>
      (keyword.padEnd(8) + (value === null ? rest : `= ${value}`)).padEnd(80).slice(0, 80),
    );
    const text = [...lines, 'END'.padEnd(80)].join('');
    const header = text.padEnd(Math.ceil(text.length / 2880) * 2880);
    blocks.push(new TextEncoder().encode(header));
    const padded = new Uint8Array(Math.ceil(data.length / 2880) * 2880);
    padded.set(data);
    blocks.push(padded);
  }
  return Uint8Array.from(Buffer.concat(blocks));
}

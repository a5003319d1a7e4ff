import { inflateSync } from 'node:zlib';

/** The text of a PDF's pages, whose streams are packed. */
export function textOfPdf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return [...text.matchAll(/\/FlateDecode \/Length (\d+) >>\nstream\n/g)]
    .map((found) => {
      const begins = (found.index ?? 0) + found[0].length;
      return inflateSync(bytes.subarray(begins, begins + Number(found[1]))).toString('latin1');
    })
    .filter((part) => part.includes(' Tf '))
    .join('\n');
}

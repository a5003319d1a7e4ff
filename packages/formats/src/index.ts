export { FitsError, type FitsErrorCode } from './fits/fits-error.ts';
export { gunzipStream, isGzip, readFitsStamp } from './fits/gzip.ts';
export type { FitsHeader, FitsValue } from './fits/header.ts';
export { type FitsImage, type ReadFitsOptions, readFitsImage } from './fits/image-reader.ts';
export { type FitsCard, type WritableImage, writeFitsImage } from './fits/image-writer.ts';
export { flipVertical } from './fits/orientation.ts';

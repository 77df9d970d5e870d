import { createHash } from 'node:crypto';
import { failure, type Result, success } from '#app/failures.ts';
import { once } from '#app/once.server.ts';
import { formatOf } from './image-format.server.ts';

/**
 * From a file that somebody sent to a picture that can be shown to anybody: judged by its content, never by its name, and
 * drawn anew, so that of the file nothing is left but its pixels. docs/decisions/0072-images.md
 */

export type Picture = {
  /** PNG, at most 512 pixels a side, without metadata. */
  png: Buffer;
  /** SHA-256 of the bytes, in hex: what it is called. */
  hash: string;
};

export const mostKilobytes = 500;
export const mostPixels = 4096;
const side = 512;

/** Fails with `image-missing`, `image-too-large`, `image-kind`, `image-dimensions`, `image-broken`, each at `field`. */
export async function readPicture(file: Blob | null, field: string): Promise<Result<Picture>> {
  if (!file || file.size === 0) return failure('image-missing', { field });
  if (file.size > mostKilobytes * 1024) return failure('image-too-large', { field, values: { max: mostKilobytes } });
  const bytes = Buffer.from(await file.arrayBuffer());
  const format = formatOf(bytes);
  if (format === null) return failure('image-kind', { field });
  if (format === 'broken') return failure('image-broken', { field });
  if (isSomethingElseToo(bytes, format.end)) return failure('image-kind', { field });
  const { width, height } = format;
  if (width === 0 || height === 0) return failure('image-broken', { field });
  if (Math.max(width, height) > mostPixels) return failure('image-dimensions', { field, values: { max: mostPixels } });
  const png = await oneAtATime(() => draw(bytes)).catch(() => null);
  return png
    ? success({ png, hash: createHash('sha256').update(png).digest('hex') })
    : failure('image-broken', { field });
}

/**
 * An archive behind the image, or markup in its comments: a file that others would read as something else. Drawing it
 * anew would take both away, but who sends such a file is told so.
 */
function isSomethingElseToo(bytes: Buffer, end: number): boolean {
  const behind = bytes.subarray(end);
  return behind.some((byte) => byte !== 0) || markup.test(bytes.toString('latin1'));
}

/** Long enough not to turn up in compressed data by chance. XMP, which programs write into images, is none of these. */
const markup = /<script|<html|<!doctype|<\?php|<svg[\s>]|<iframe/i;

/** Loaded with the first picture: a server that is sent none needs neither the library nor its memory. */
const library = once('sharp', async () => {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // The library reads a hundred formats; of whatever gets past the checks above only these three are ever decoded.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  return sharp;
});

/** Throws at anything that is not whole. Of an animation the first picture is taken. */
async function draw(bytes: Buffer): Promise<Buffer> {
  const sharp = await library();
  const limits = { limitInputPixels: mostPixels * mostPixels, sequentialRead: true, failOn: 'error' } as const;
  return sharp(bytes, limits)
    .timeout({ seconds: 10 })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** 16 megapixels are 64 MB while they are drawn, and the server has 180. */
let last: Promise<unknown> = Promise.resolve();
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

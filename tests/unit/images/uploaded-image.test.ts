import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mostKilobytes, readPicture } from '#app/images/uploaded-image.server.ts';
import * as files from './files.ts';

const read = (bytes: Uint8Array, name?: string) => readPicture(files.fileOf(bytes, name), 'logo');

async function drawn(bytes: Uint8Array): Promise<Buffer> {
  const picture = await read(bytes);
  if (!picture.ok) throw new Error(picture.code);
  return picture.value.png;
}

describe('a picture', () => {
  it.each([
    ['a PNG', files.png],
    ['a JPEG', files.jpeg],
    ['a WebP', files.webp],
    [
      'a WebP without loss',
      () =>
        sharp({ create: { width: 40, height: 30, channels: 4, background: '#2a78' } })
          .webp({ lossless: true })
          .toBuffer(),
    ],
    [
      'a progressive JPEG',
      async () =>
        sharp(await files.png())
          .jpeg({ progressive: true })
          .toBuffer(),
    ],
  ])('of %s becomes a PNG of the same size', async (_kind, make) => {
    const { format, width, height } = await sharp(await drawn(await make())).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 40, height: 30 });
  });

  it('that is larger than 512 pixels becomes smaller, in its proportions', async () => {
    const { width, height } = await sharp(await drawn(files.black(4096, 2048))).metadata();
    expect({ width, height }).toEqual({ width: 512, height: 256 });
  });

  it('is called by what it is, the same each time', async () => {
    const [one, two] = [await read(await files.png()), await read(await files.png(), 'other.jpg')];
    expect(one).toEqual(two);
    if (one.ok) expect(one.value.hash).toBe(createHash('sha256').update(one.value.png).digest('hex'));
    expect.assertions(2);
  });

  it('tells nothing of where and by whom it was taken', async () => {
    const place = await files.withPlace();
    expect(place.includes('somebody-private') && (await sharp(place).metadata()).exif).toBeTruthy();
    const png = await drawn(place);
    const { exif, xmp, iptc, icc, comments } = await sharp(png).metadata();
    expect([exif, xmp, iptc, icc, comments]).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(png.includes('somebody-private')).toBe(false);
  });

  it('that a telephone stored on its side stands upright', async () => {
    const { width, height, orientation } = await sharp(await drawn(await files.turned())).metadata();
    expect({ width, height, orientation }).toEqual({ width: 30, height: 40, orientation: undefined });
  });

  it('of an animation is its first frame', async () => {
    const moving = await files.animatedWebp();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const { pages = 1, height } = await sharp(await drawn(moving)).metadata();
    expect({ pages, height }).toEqual({ pages: 1, height: 30 });
  });

  it('may have previews behind it, as cameras write them, which are gone then', async () => {
    const jpeg = await files.jpeg();
    expect(await drawn(Buffer.concat([jpeg, jpeg, Buffer.alloc(8)]))).toEqual(await drawn(jpeg));
  });
});

describe('refused is', () => {
  const noise = () => Buffer.from(Array.from({ length: 600 * 1024 }, (_, at) => (at * 7919) % 251));

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['an empty file', () => Buffer.of(), 'image-missing'],
    ['an SVG with a script, called .png', () => files.svg, 'image-kind'],
    [
      'an SVG behind an XML declaration',
      () => Buffer.concat([Buffer.from('<?xml version="1.0"?>'), files.svg]),
      'image-kind',
    ],
    ['a page of HTML', () => files.html, 'image-kind'],
    ['a GIF, called .png', files.gif, 'image-kind'],
    [
      'a TIFF',
      async () =>
        sharp(await files.png())
          .tiff()
          .toBuffer(),
      'image-kind',
    ],
    ['a ZIP', () => files.zip, 'image-kind'],
    ['a PNG with a page of HTML behind it', async () => Buffer.concat([await files.png(), files.html]), 'image-kind'],
    ['a PNG with a ZIP behind it', async () => Buffer.concat([await files.png(), files.zip]), 'image-kind'],
    ['a JPEG with a ZIP behind it', async () => Buffer.concat([await files.jpeg(), files.zip]), 'image-kind'],
    ['a WebP with a ZIP behind it', async () => Buffer.concat([await files.webp(), files.zip]), 'image-kind'],
    ['a PNG with a script in a comment', () => files.withComment('<script>alert(1)</script>'), 'image-kind'],
    ['what is larger than 500 KB', noise, 'image-too-large'],
    ['20,000 pixels', () => files.black(20_000, 1), 'image-dimensions'],
    ['a file that only says it has 20,000 pixels', () => files.liar(20_000, 20_000), 'image-dimensions'],
    ['more pixels than 4,096', () => files.black(1, 4097), 'image-dimensions'],
    ['no pixels', () => files.liar(0, 5), 'image-broken'],
    ['fewer pixels than it says', () => files.liar(4000, 4000), 'image-broken'],
    ['a PNG that is cut off', async () => (await files.png()).subarray(0, 80), 'image-broken'],
    ['a JPEG that is cut off', async () => (await files.jpeg()).subarray(0, -20), 'image-broken'],
    ['a WebP that is cut off', async () => (await files.webp()).subarray(0, -4), 'image-broken'],
    ['the first bytes of a PNG and nothing else', async () => (await files.png()).subarray(0, 8), 'image-broken'],
    ['the first bytes of a JPEG and nothing else', async () => (await files.jpeg()).subarray(0, 4), 'image-broken'],
  ])('%s', async (_what, make, code) => {
    expect(await read(await make())).toMatchObject({ ok: false, code, field: 'logo' });
  });

  it('no file at all', async () => {
    expect(await readPicture(null, 'logo')).toMatchObject({ ok: false, code: 'image-missing' });
  });
});

it('holds no more in memory than it says it is, whatever is packed into it', async () => {
  const bomb = files.deflateBomb();
  expect(bomb.length).toBeLessThan(mostKilobytes * 1024);
  const before = process.memoryUsage().rss;
  await read(bomb);
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
});

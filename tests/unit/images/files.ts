/** Files as people send them, honest and otherwise. */
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const size = { width: 40, height: 30, channels: 3, background: '#2a7' } as const;
const drawn = () => sharp({ create: size });

export const png = () => drawn().png().toBuffer();
export const jpeg = () => drawn().jpeg().toBuffer();
export const webp = () => drawn().webp().toBuffer();
export const gif = () => drawn().gif().toBuffer();

export const fileOf = (bytes: Uint8Array, name = 'logo.png', type = 'image/png'): File =>
  new File([new Uint8Array(bytes)], name, { type });

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, check]);
}

function rawPng(width: number, height: number, pixels: Buffer, ...more: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8); // grey, a byte each
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [chunk('IHDR', header), ...more, chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

/** As many pixels as it says, all black: a few kilobytes that unpack to `width × height`. */
export const black = (width: number, height: number): Buffer =>
  rawPng(width, height, Buffer.alloc((width + 1) * height));

/** Says 16 × 16, and holds 100 MB. */
export const deflateBomb = (): Buffer => rawPng(16, 16, Buffer.alloc(100_000_000));

/** Says what it is not. */
export const liar = (width: number, height: number): Buffer => rawPng(width, height, Buffer.alloc(10));

export const withComment = (text: string): Buffer =>
  rawPng(8, 8, Buffer.alloc(72), chunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1')));

export const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.domain)</script></svg>',
);

export const html = Buffer.from('<!doctype html><script>alert(document.domain)</script>');

export const zip = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(200)]);

export const withPlace = (): Promise<Buffer> =>
  drawn()
    .jpeg()
    .withExif({
      IFD0: { Copyright: 'somebody-private' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
    })
    .toBuffer();

/** Stored upside down, as telephones do, and said so. */
export const turned = (): Promise<Buffer> => drawn().jpeg().withMetadata({ orientation: 6 }).toBuffer();

export const animatedWebp = async (): Promise<Buffer> => {
  const frame = await sharp({ create: { ...size, height: 60 } })
    .raw()
    .toBuffer();
  frame.fill(200, frame.length / 2);
  return sharp(frame, { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } as never })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
};

/**
 * What an uploaded file says of itself in its first bytes, and where it ends. Read by hand before anything decodes it:
 * of the three kinds only, and never beyond what is there.
 */

export type ImageFormat = {
  kind: 'png' | 'jpeg' | 'webp';
  width: number;
  height: number;
  /** Where the image is over. What follows is not part of it. */
  end: number;
};

/** Null for what is none of the three. `'broken'` when it begins as one and does not go on as one. */
export function formatOf(bytes: Buffer): ImageFormat | 'broken' | null {
  try {
    if (bytes.subarray(0, 8).equals(pngSignature)) return readPng(bytes) ?? 'broken';
    if (bytes.subarray(0, 3).equals(jpegSignature)) return readJpeg(bytes) ?? 'broken';
    if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return readWebp(bytes) ?? 'broken';
    return null;
  } catch (error) {
    if (error instanceof RangeError) return 'broken'; // it ends before it should
    throw error;
  }
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
const jpegSignature = Buffer.from('ffd8ff', 'hex');
const ascii = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to);

/** https://www.w3.org/TR/png-3/#5DataRep */
function readPng(bytes: Buffer): ImageFormat | null {
  if (ascii(bytes, 12, 16) !== 'IHDR') return null;
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  for (let at = 8; ;) {
    const [length, type] = [bytes.readUInt32BE(at), ascii(bytes, at + 4, at + 8)];
    at += 12 + length;
    if (type === 'IEND') return at <= bytes.length ? { kind: 'png', ...size, end: at } : null;
  }
}

/** Frame headers, of whatever coding: all `SOF` but the three numbers that mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf, appendix B. Cameras put previews behind, each an image itself. */
function readJpeg(bytes: Buffer): ImageFormat | null {
  let size: { width: number; height: number } | undefined;
  for (let at = 2; ;) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9) {
      at += 2;
      if (!bytes.subarray(at, at + 3).equals(jpegSignature)) return size ? { kind: 'jpeg', ...size, end: at } : null;
      at += 2;
    } else {
      if (isFrame(marker)) size ??= { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
      at += 2 + bytes.readUInt16BE(at + 2);
      if (marker === 0xda) at = afterScan(bytes, at);
    }
  }
}

/** In the coded data `FF` is followed by 00 or by a restart marker; anything else ends it. */
function afterScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length; // cut off
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(bytes: Buffer): ImageFormat | null {
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return null;
  const size = webpSize(bytes);
  return size && { kind: 'webp', ...size, end: end + (end % 2) };
}

function webpSize(bytes: Buffer): { width: number; height: number } | null {
  switch (ascii(bytes, 12, 16)) {
    case 'VP8X':
      return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The secret of an API key: `tnt_`, 256 random bits and a checksum, all letters and digits. The prefix and the checksum
 * let scanners of source code recognize one that leaked without asking us; neither proves anything here.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefix = 'tnt_';
const shape = /^tnt_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

const base62 = (number: bigint, length: number): string => {
  let text = '';
  for (let left = number; text.length < length; left /= 62n) text = digits[Number(left % 62n)]! + text;
  return text;
};

const checksumOf = (random: string): string => base62(BigInt(crc32(random)), 6);

export function newApiKeySecret(): string {
  const random = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43);
  return prefix + random + checksumOf(random);
}

/** Whether it could be one: what is not asks no database. */
export function isApiKeySecret(text: string): boolean {
  const [, random = '', checksum] = shape.exec(text) ?? [];
  return checksum !== undefined && checksum === checksumOf(random);
}

/** What lists show of it, to tell it from others: 48 of its 256 bits. */
export const startOf = (secret: string): string => secret.slice(0, prefix.length + 8);

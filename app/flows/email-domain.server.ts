import { domainToASCII } from 'node:url';

/** What stands behind the @ of an address: which ones may belong to an organization. */

/** A name with a dot in it: no address of a machine, no port, no path. */
const shape = /^(?=.{1,128}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Lower case and in ASCII, as mail and Logto have it. Null for what is no domain. 128 characters are Logto's limit. */
export function normalDomain(text: string): string | null {
  const typed = text.trim().replace(/^@/, '');
  if (typed.length > 253 || /[\s/@:?#%\\[\]]/.test(typed)) return null;
  const domain = domainToASCII(typed).replace(/\.$/, '');
  return shape.test(domain) ? domain : null;
}

export function domainOfAddress(email: string | null): string | null {
  const at = email?.lastIndexOf('@') ?? -1;
  return email && at > 0 ? normalDomain(email.slice(at + 1)) : null;
}

/** Providers that the list lacks, each seen to be missing in the version that is pinned. */
const alsoPublic = [
  'tuta.com',
  'tutanota.com',
  'tutamail.com',
  'tutanota.de',
  'tuta.io',
  'keemail.me',
  'fastmail.com',
  'posteo.de',
  'posteo.net',
  'zohomail.com',
  'zohomail.eu',
  'telefonica.net',
  'movistar.es',
  'duck.com',
  'mozmail.com',
  'skiff.com',
  'privaterelay.appleid.com',
];

let known: Promise<Set<string>> | undefined;

/** Half a megabyte that most processes never need. */
const providers = () =>
  (known ??= import('email-providers').then(({ default: all }) => new Set([...all, ...alsoPublic])));

/** Whether anybody can have an address there, or at a domain above it. */
export async function isPublicDomain(domain: string): Promise<boolean> {
  const list = await providers();
  const labels = domain.split('.');
  return labels.some((_, index) => list.has(labels.slice(index).join('.')));
}

/** For the form: the domain of somebody's address, when it may be an organization's and is none of those already. */
export async function suggestedDomain(email: string | null, has: readonly string[]): Promise<string | null> {
  const domain = domainOfAddress(email);
  return domain && !has.includes(domain) && !(await isPublicDomain(domain)) ? domain : null;
}

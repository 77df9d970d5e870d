import { isPermission, type Permission, permissionNames, roles } from '#app/permissions.ts';

/**
 * The permission names that Logto granted to a session. A name it was not granted stays out of its organization tokens
 * for good, and asking for it is a 400 (observed on 1.37 and 1.41): a permission that a release adds needs another
 * authorization, which is silent. `-name@1766390400` notes a name that was asked for and not given, and when (in
 * seconds), so that it is not asked for again and again.
 */

/** How often a session tries for a name that it was not given. */
const pauseMs = 3_600_000;

const mark = (name: Permission): string => `-${name}@${Math.floor(Date.now() / 1_000)}`;

/** The name in an entry, granted or not. */
const nameIn = (entry: string): string => entry.replace(/^-/, '').replace(/@\d*$/, '');

const markedAt = (entry: string): number => Number(/@(\d+)$/.exec(entry)?.[1] ?? 0) * 1_000;

/** What a new session keeps of what Logto lists for its refresh token. */
export const grantedScopesOf = (listed: readonly string[]): string[] =>
  permissionNames.map((name) => (listed.includes(name) ? name : mark(name)));

/** What may be asked for when renewing. */
export const askable = (granted: readonly string[]): Permission[] => granted.filter(isPermission);

function permittedTo(heldRoles: readonly string[]): Permission[] {
  const permitted = Object.entries(roles).flatMap(([role, { permissions }]) =>
    heldRoles.includes(role) ? [...permissions] : [],
  );
  return [...new Set<Permission>(permitted)];
}

/** What a role in the organization permits and no token of this session can say. */
export const notGranted = (granted: readonly string[], heldRoles: readonly string[]): Permission[] =>
  permittedTo(heldRoles).filter((name) => !granted.includes(name));

/** Of these, what this session was never asked for. */
export function neverAsked(granted: readonly string[], heldRoles: readonly string[]): Permission[] {
  const known = new Set(granted.map(nameIn));
  return permittedTo(heldRoles).filter((name) => !known.has(name));
}

/** And what it was asked for in vain so long ago that it may be tried again. */
export function askedLongAgo(granted: readonly string[], heldRoles: readonly string[]): Permission[] {
  const due = granted.filter((entry) => entry.startsWith('-') && markedAt(entry) < Date.now() - pauseMs).map(nameIn);
  return permittedTo(heldRoles).filter((name) => due.includes(name));
}

export const withAsked = (granted: readonly string[], asked: readonly Permission[]): string[] => [
  ...withoutMarks(granted, asked),
  ...asked.map(mark),
];

/** As if these had never been asked for. */
export const withoutMarks = (granted: readonly string[], names: readonly Permission[]): string[] =>
  granted.filter((entry) => !entry.startsWith('-') || !names.some((name) => name === nameIn(entry)));

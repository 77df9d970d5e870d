import { describe, expect, it } from 'vitest';
import { safeReturnTo } from '#app/auth/return-to.ts';

describe('a path of this app', () => {
  it.each([
    '/',
    '/workspaces',
    '/o/acme/members?after=x%2Fy&q=a+b#row-3',
    '/invitations/018f0000-0000-7000-8000-000000000001',
    '/o/acme?next=https://other.example',
    '/o/ñandú/members',
    '/auth/mfa?organization=acme',
    '/authors',
  ])('%s is kept', (path) => {
    const kept = safeReturnTo(path, '/fallback');
    expect(kept).toBe(encodeURI(decodeURI(path)).replaceAll('%252F', '%2F'));
  });

  it('with dots is resolved', () => {
    expect(safeReturnTo('/o/acme/../other', '/fallback')).toBe('/o/other');
  });
});

describe('what leads elsewhere becomes the fallback', () => {
  it.each([
    'https://other.example',
    'http:other.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'other.example',
    'workspaces',
    '?x=1',
    '//other.example',
    '///other.example',
    '/\\other.example',
    '\\\\other.example',
    '/\t/other.example',
    '/\n/other.example',
    '/\r/other.example',
    ' //other.example',
    '/.//other.example',
    '/..//other.example',
    '/o/..//other.example',
    '/%2e//other.example',
    '/%2F/other.example',
    '/%2f%2fother.example',
    '/%5Cother.example',
    '/%255Cother.example',
    '/%25252F%25252Fother.example',
    '/%09/other.example',
    '/a%0d%0aSet-Cookie:x=1',
    '/%',
    '/%E0%A4',
    '//user@other.example',
    '/@other.example/..//other.example',
    '',
    `/${'a'.repeat(3000)}`,
  ])('%j', (path) => {
    expect(safeReturnTo(path, '/fallback')).toBe('/fallback');
  });

  it.each([null, undefined])('%s', (nothing) => {
    expect(safeReturnTo(nothing, '/fallback')).toBe('/fallback');
  });

  it('stays on the origin whatever is thrown at it', () => {
    const pieces = ['/', '\\', '%2f', '%5c', '.', '..', '%2e', '\t', '@', ':', '?', '#', 'other.example', '%25'];
    const two = pieces.flatMap((a) => pieces.map((b) => a + b));
    const strayed = two
      .flatMap((start) => two.map((end) => `/${start}${end}`))
      .map((path) => safeReturnTo(path, '/fallback'))
      .filter(
        (kept) =>
          !URL.canParse(kept, 'https://app.example') ||
          /^\/[/\\]/.test(kept) ||
          new URL(kept, 'https://app.example').origin !== 'https://app.example',
      );
    expect(strayed).toEqual([]);
  });
});

describe('pages of signing in, which would go round', () => {
  it.each([
    '/auth/sign-in',
    '/auth/sign-in?returnTo=/auth/sign-in',
    '/AUTH/Sign-In',
    '/auth/sign-in/',
    '/auth/sign%2Din',
    '/auth/x/../sign-in',
    '/auth/callback?code=x&state=y',
    '/auth/callback.data',
    '/auth/sign-out',
  ])('%s', (path) => {
    expect(safeReturnTo(path, '/fallback')).toBe('/fallback');
  });
});

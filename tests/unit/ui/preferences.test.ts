import { describe, expect, it } from 'vitest';
import { flash, takeFlash } from '#app/ui/flash.server.ts';
import { preferenceCookie, preferencesOf } from '#app/ui/preferences.server.ts';

const request = (headers: Record<string, string>) => new Request('http://localhost/', { headers });

describe('language and theme of a request', () => {
  it('come from the cookies', () => {
    const asked = request({ cookie: 'a=b; lang=es; theme=dark', 'accept-language': 'en' });
    expect(preferencesOf(asked)).toEqual({ language: 'es', theme: 'dark' });
  });

  it('come from the browser and the device where the cookies say nothing we know', () => {
    const asked = request({ cookie: 'lang=tlh; theme=neon', 'accept-language': 'es-AR' });
    expect(preferencesOf(asked)).toEqual({ language: 'es', theme: 'system' });
  });

  it('are kept for a year, out of reach of scripts', () => {
    expect(preferenceCookie('theme', 'dark', true)).toBe(
      'theme=dark; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure',
    );
  });
});

describe('a message for the next page', () => {
  const carry = (headers: Headers) => request({ cookie: headers.get('set-cookie')!.split(';')[0]! });

  it('is said once, with its values', () => {
    const taken = takeFlash(carry(flash('invitations-sent', { count: 3 })));
    expect(taken?.message).toEqual({ code: 'invitations-sent', values: { count: 3 } });
    expect(taken?.clear).toContain('Max-Age=0');
  });

  it('carries any name', () => {
    const name = 'Ñandú; "Söhne" & 株式会社 %';
    expect(takeFlash(carry(flash('workspace-created', { name })))?.message.values).toEqual({ name });
  });

  it.each(['', 'x', '%7B%7D', '%E0%A4%A', encodeURIComponent('{"code":"toString","values":{}}')])(
    'is nothing when the cookie is %j',
    (cookie) => {
      expect(takeFlash(request({ cookie: `flash=${cookie}` }))).toBeUndefined();
    },
  );
});

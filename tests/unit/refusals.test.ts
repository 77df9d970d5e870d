/** How refusals are recognized and told, wherever they come from. */
import { afterEach, expect, it, vi } from 'vitest';
import { problemOf } from '#app/api/problem.server.ts';
import { failure } from '#app/failures.ts';
import { isResponse } from '#app/is-response.ts';

afterEach(() => vi.unstubAllGlobals());

it('a response is one, also of a class that is not the global one any more', () => {
  const platform = new Response(null, { status: 403 });
  vi.stubGlobal('Response', class extends Response {});
  expect([platform, platform.clone(), new Response()].map(isResponse)).toEqual([true, true, true]);
  const others = [null, undefined, 'no', new Error('no'), { status: 401 }, { kind: 'session' }];
  expect(others.filter(isResponse)).toEqual([]);
});

const args = { request: new Request('https://app.example.com/api/v1/me'), context: { requestId: 'r' } };

it('what passes by itself says when, whoever refused', () => {
  const when = (code: Parameters<typeof failure>[0]) => problemOf(args, [failure(code)]).headers.get('retry-after');
  expect([when('rate-limited'), when('mail-limit'), when('logto-unreachable')]).toEqual(['30', '30', '30']);
  expect([when('still-working'), when('not-permitted')]).toEqual(['2', null]);
});

it('a scope that would help is named, and that none would', async () => {
  const title = async (values: Record<string, string>) =>
    ((await problemOf(args, [failure('scope-missing', { values })]).json()) as { title: string }).title;
  expect(await title({ scope: 'members:read' })).toContain('the scope members:read.');
  expect(await title({})).toContain('No widget token covers this.');
});

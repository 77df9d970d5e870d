import type { AppLoadContext } from '@remix-run/node';
import { expect, it } from 'vitest';
import { oncePerRequest } from '#app/auth/per-request.server.ts';

const newRequest = () => ({}) as AppLoadContext;

it('does the work once, and again for another request', async () => {
  let times = 0;
  const work = () => Promise.resolve(++times);
  const context = newRequest();
  expect(await Promise.all([oncePerRequest(context, 'a', work), oncePerRequest(context, 'a', work)])).toEqual([1, 1]);
  expect(await oncePerRequest(newRequest(), 'a', work)).toBe(2);
});

it('refuses each of those who ask with a response that they can read', async () => {
  const context = newRequest();
  const ask = () =>
    oncePerRequest(context, 'a', () => Promise.reject(Response.json({ code: 'not-found' }, { status: 404 })));
  const refusals = await Promise.all([ask(), ask(), ask()].map((asked) => asked.catch((refused: Response) => refused)));
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ status: 404 });
    expect(await refusal.json()).toEqual({ code: 'not-found' });
  }
});

import { PassThrough } from 'node:stream';
import {
  createReadableStreamFromReadable,
  type ActionFunctionArgs,
  type AppLoadContext,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { I18nProvider } from '#app/i18n/react.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { NonceContext } from '#app/ui/nonce.ts';
import { PageContext } from '#app/ui/page.ts';
import { preferencesOf } from '#app/ui/preferences.server.ts';

/** Milliseconds until what is still missing of a page is given up; Remix reads it for its data streams too. */
export const streamTimeout = 5_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const { language, theme } = preferencesOf(request);
  const { nonce, requestId, log } = context;
  // Machines that read pages get them whole.
  const ready = isbot(request.headers.get('user-agent')) || remix.isSpaMode ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let shellSent = false;
    const { pipe, abort } = renderToPipeableStream(
      <I18nProvider language={language} catalog={translator(language)}>
        <NonceContext.Provider value={nonce}>
          <PageContext.Provider value={{ theme, reference: requestId, key: 'default' }}>
            <RemixServer context={remix} url={request.url} nonce={nonce} abortDelay={streamTimeout} />
          </PageContext.Provider>
        </NonceContext.Provider>
      </I18nProvider>,
      {
        nonce,
        [ready]() {
          shellSent = true;
          const body = new PassThrough();
          headers.set('content-type', 'text/html; charset=utf-8');
          headers.append('vary', 'Cookie, Accept-Language');
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          // Before the shell is out the error reaches `handleError` by way of the rejection.
          if (shellSent) log.error({ err: error }, 'rendering failed after the shell was sent');
        },
      },
    );
    // Later than Remix gives up its data, so that its errors still reach the page.
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Errors that no loader or action meant to throw. A request the browser gave up is none, nor is a wrong address. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  context.log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, 'request failed');
}

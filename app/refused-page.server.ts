import { escaped } from '#app/escaped.server.ts';
import type { FailureCode } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { comeBackTo } from '#app/auth/session.server.ts';
import { preferencesOf } from '#app/ui/preferences.server.ts';

type Page = { nonce: string; requestId: string };

/**
 * What a browser shows when the HTTP server refuses before any page of ours is asked, such as a form that holds more than
 * it takes: why, and the way back to the form. Stands alone: no style sheet and no script of the app.
 */
export function refusedPage(request: Request, code: FailureCode, { nonce, requestId }: Page): string {
  const { language, theme } = preferencesOf(request);
  const t = translator(language);
  const back = comeBackTo(request);
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(t.frame.couldNot)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style nonce="${nonce}">
  :root { color-scheme: ${theme === 'system' ? 'light dark' : theme}; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif;
         background: light-dark(#fbfbf9, #131519); color: light-dark(#1c1f24, #ecedef); }
  main { max-width: 28rem; padding: 2rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; }
  a { color: light-dark(#0b6b4b, #6cd3a6); }
  small { color: light-dark(#5d6169, #a3a7ae); }
</style>
<main>
  <h1>${escaped(t.frame.couldNot)}</h1>
  <p>${escaped(failureText(t, { code }))}</p>
  <p><a href="${escaped(back === '/' ? paths.landing : back)}">${escaped(t.errors.back)}</a></p>
  <p><small>${escaped(t.errors.reference)}: ${escaped(requestId)}</small></p>
</main>
</html>
`;
}

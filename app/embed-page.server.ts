import { env } from '#app/env.server.ts';
import { escaped } from '#app/escaped.server.ts';
import { isLanguage } from '#app/i18n/languages.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { frameScript, latestScript } from '#app/widget-script.server.ts';

const widgets = ['org-switcher', 'member-list'] as const;

export type Widget = (typeof widgets)[number];

export const isWidget = (name: unknown): name is Widget => widgets.includes(name as Widget);

type Page = {
  widget: Widget;
  /** The origin that may show it around; null: nobody. */
  around: string | null;
  locale: string | null;
  nonce: string;
};

/**
 * The page in a frame: the script file, and what speaks with the page around (widgets/src/frame-inside.ts). It is the same
 * page whoever may show it. Two scripts and no other, no form that leads anywhere, calls to us alone.
 */
export function embedPage({ widget, around, locale, nonce }: Page): Response {
  const asked = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i.test(locale ?? '') ? locale! : 'en';
  const language = asked.slice(0, 2).toLowerCase();
  const title = translator(isLanguage(language) ? language : 'en').widgets.frameTitles[widget];
  const { url, integrity } = latestScript();
  const html = `<!doctype html>
<html lang="${escaped(asked)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">
  body { margin: 0; padding: 4px; font: 16px/1.5 system-ui, sans-serif; background: transparent; }
  body > * { vertical-align: top; }
</style>
<body data-widget="${widget}" data-around="${escaped(around ?? '')}">
<script nonce="${nonce}" src="${escaped(new URL(url).pathname)}" integrity="${integrity}"></script>
<script nonce="${nonce}">${frameScript}</script>
</html>
`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' https: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${around ?? "'none'"}`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
    ...(env().APP_URL.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ];
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
    },
  });
}

import type { Texts } from './texts.ts';

/** HTML that is safe to insert as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export const raw = (text: string): Html => new Html(text);

export const escape = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? char,
  );

type Value = Html | string | number | undefined | false | Value[];

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  return value instanceof Html ? value.text : escape(String(value));
}

/** A template whose values are escaped unless they are HTML already. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html =>
  raw(strings.map((text, i) => text + (i < values.length ? render(values[i]) : '')).join(''));

const css = `
:root{color-scheme:light dark;--bg:#fbfbfa;--surface:#fff;--fg:#1d2320;--muted:#5d6661;--border:#8b948f;--line:#e3e6e4;--accent:#23704f;--accent-fg:#fff;--danger:#b3261e}
@media(prefers-color-scheme:dark){:root{--bg:#15181b;--surface:#1d2125;--fg:#eceff0;--muted:#a3acb1;--border:#7b858b;--line:#30363b;--accent:#7fd0a8;--accent-fg:#0e1a14;--danger:#ff9d94}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,sans-serif;padding:24px 16px}
main{width:100%;max-width:26rem;background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:32px;box-shadow:0 1px 3px rgb(0 0 0/.06)}
main.wide{max-width:60rem;align-self:start}
h1{font-size:20px;line-height:1.3;font-weight:600;margin:0 0 8px}
p{margin:0 0 16px}.muted,footer{color:var(--muted)}
form{display:grid;gap:16px;margin:24px 0 16px}
label{display:grid;gap:4px;font-weight:500}
input{height:40px;padding:0 12px;border:1px solid var(--border);border-radius:8px;background:transparent;color:inherit;font:inherit;width:100%}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
button,.button{height:40px;padding:0 16px;border:1px solid transparent;border-radius:8px;background:var(--accent);color:var(--accent-fg);font:inherit;font-weight:500;cursor:pointer;display:inline-flex;align-items:center;justify-content:center;text-decoration:none}
button.quiet{background:transparent;color:var(--fg);border-color:var(--border)}button.link{background:none;border:0;padding:0;height:auto;color:var(--accent);text-decoration:underline;justify-self:start}
a{color:var(--accent)}
.alert{color:var(--danger);margin:0}.digits{display:grid;grid-template-columns:repeat(6,1fr);gap:8px;border:0;padding:0;margin:0}.digits input{text-align:center;padding:0;font-size:20px}
.logo{max-height:48px;max-width:100%;display:block;margin:0 0 24px}.row{display:flex;gap:12px;flex-wrap:wrap;align-items:center}
dialog{position:static;display:block;width:100%;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:inherit;padding:16px;margin:0}dialog form{margin:8px 0 0}
code,pre{font:13px/1.6 ui-monospace,monospace;overflow-wrap:anywhere}pre{background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:12px;white-space:pre-wrap}
footer{font-size:12px;margin-top:24px;padding-top:16px;border-top:1px solid var(--line)}`;

export interface Brand {
  logoUrl?: string;
  name?: string;
  color?: string;
}

interface Page {
  t: Texts;
  title: string;
  body: Html;
  brand?: Brand;
  script?: string;
  wide?: boolean;
}

export function page({ t, title, body, brand = {}, script, wide = false }: Page): string {
  const color = brand.color && /^#[\da-f]{3,8}$/i.test(brand.color) ? brand.color : undefined;
  const logo = brand.logoUrl ? html`<img class="logo" src="${brand.logoUrl}" alt="${brand.name ?? ''}" />` : undefined;
  return html`<!doctype html>
<html lang="${t.language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><link rel="icon" href="data:,">
<style>${raw(css)}${color && raw(`:root{--accent:${color};--accent-fg:${inkOn(color)}}`)}</style>
</head>
<body><main${wide && raw(' class="wide"')}>${logo}${body}</main>${script !== undefined && raw(`<script>${script}</script>`)}</body>
</html>`.toString();
}

/** Black or white, whichever is easier to read on the colour. */
function inkOn(color: string): string {
  const hex = color.length < 7 ? [...color.slice(1, 4)].map((digit) => digit + digit).join('') : color.slice(1, 7);
  const [r = 0, g = 0, b = 0] = (hex.match(/../g) ?? []).map((part) => parseInt(part, 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 150 ? '#111' : '#fff';
}

import { html, nothing } from 'lit/html.js';

/** What did not load is not asked for again; the page's own policy may forbid all pictures. */
const broken = new Set<string>();

/** One of twelve hues, always the same for an id. */
function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)!) % 99_991;
  return (sum % 12) * 30 + 15;
}

/** “Ana María Ruiz” → “AR” */
function initialsOf(name: string): string {
  const words = name
    .replace(/\p{Cf}/gu, '')
    .trim()
    .split(/\s+/);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}

/** Silent: the name stands beside it. The picture lies over the initials, which show until it is there, or without it. */
export const logoOf = ({ id, name, logoUrl }: { id: string; name: string; logoUrl: string | null }) =>
  html`<span part="avatar" aria-hidden="true" .style=${`--hue:${hueOf(id)}`}
    >${initialsOf(name)}${
      logoUrl && !broken.has(logoUrl)
        ? html`<img src=${logoUrl} alt="" referrerpolicy="no-referrer" @load=${show} @error=${hide} />`
        : nothing
    }</span
  >`;

// A row that is used for another organization keeps its node.
const show = ({ target }: Event) => ((target as HTMLImageElement).hidden = false);

function hide({ target }: Event): void {
  const image = target as HTMLImageElement;
  broken.add(image.src);
  image.hidden = true;
}

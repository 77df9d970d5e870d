import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, linearRgb, over, type Rgb } from './oklch.ts';

const css = readFileSync('app/styles/tokens.css', 'utf8');
const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** Which inks are written on which grounds. `hover` lies on the three grounds of pages. */
const text: Record<string, string[]> = {
  fg: ['bg', 'surface', 'sunken', 'hover', 'accent-soft', 'danger-soft', 'warning-soft', 'success-soft'],
  muted: ['bg', 'surface', 'sunken', 'hover', 'accent-soft'],
  bg: ['fg'],
  accent: ['bg', 'surface', 'sunken', 'hover'],
  'accent-fg': ['accent', 'accent-strong'],
  'accent-strong': ['accent-soft'],
  danger: ['bg', 'surface', 'hover', 'danger-soft'],
  'danger-fg': ['danger', 'danger-strong'],
  warning: ['warning-soft'],
  success: ['success-soft'],
};

/** Edges of fields, drawings and the ring around what has the focus. */
const controls: Record<string, string[]> = {
  control: ['bg', 'surface', 'sunken'],
  focus: ['bg', 'surface', 'sunken', 'accent-soft'],
  danger: ['bg', 'surface'],
};

const pages = ['bg', 'surface', 'sunken'];

function token(name: string, theme: Theme): { rgb: Rgb; alpha: number } {
  const sides = new RegExp(`--${name}: light-dark\\(oklch\\((.*?)\\), oklch\\((.*?)\\)\\);`).exec(css);
  const [lch = '', alpha = '1'] = (sides?.[theme === 'light' ? 1 : 2] ?? '').split('/');
  const [lightness, chroma, hue] = lch.trim().split(/\s+/).map(Number);
  if (lightness === undefined || chroma === undefined || hue === undefined) throw new Error(`no token --${name}`);
  return { rgb: linearRgb(lightness, chroma, hue), alpha: Number(alpha) };
}

/** The worst contrast of an ink on a ground, on any page the ground may lie on. */
function worst(ink: string, ground: string, theme: Theme): number {
  const { rgb, alpha } = token(ground, theme);
  const grounds = alpha === 1 ? [rgb] : pages.map((page) => over(rgb, alpha, token(page, theme).rgb));
  return Math.min(...grounds.map((each) => contrast(token(ink, theme).rgb, each)));
}

const pairs = (of: Record<string, string[]>) =>
  themes.flatMap((theme) => Object.entries(of).flatMap(([ink, on]) => on.map((ground) => ({ theme, ink, ground }))));

describe('the colours can be told apart', () => {
  it('knows black on white', () => {
    expect(contrast(linearRgb(0, 0, 0), linearRgb(1, 0, 0))).toBeCloseTo(21, 1);
  });

  it.each(pairs(text))('reads $ink on $ground in $theme', ({ ink, ground, theme }) => {
    expect(worst(ink, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(controls))('sees the edge $ink on $ground in $theme', ({ ink, ground, theme }) => {
    expect(worst(ink, ground, theme)).toBeGreaterThanOrEqual(3);
  });

  it.each(themes)('reads initials on every hue in %s', (theme) => {
    const rule = /\.hued \{[^}]*\}/.exec(css)?.[0] ?? '';
    const [ground, ink] = [...rule.matchAll(/light-dark\(oklch\((.*?) var.*?\), oklch\((.*?) var/g)].map((match) =>
      (match[theme === 'light' ? 1 : 2] ?? '').split(' ').map(Number),
    );
    const hues = [...css.matchAll(/--hue: (\d+);/g)].map((match) => Number(match[1]));
    expect(hues).toHaveLength(12);
    for (const hue of hues) {
      const [on, written] = [ground, ink].map((lc) => linearRgb(lc?.[0] ?? NaN, lc?.[1] ?? NaN, hue));
      expect(contrast(on!, written!), `hue ${hue}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('the list of pairs', () => {
  const sources = ['app/ui', 'app/routes']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const names = [...css.matchAll(/--([a-z-]+): light-dark/g)].map((match) => match[1]!);
  const used = (kind: string) =>
    names.filter((name) => new RegExp(`[\\s'"\`:]${kind}-${name}(?![\\w-])`).test(sources));

  it('has every colour that something is written in', () => {
    // `text-control` colours lines of drawings only.
    expect(used('text').filter((name) => !(name in text) && !(name in controls))).toEqual([]);
  });

  it('has every ground that something stands on', () => {
    const grounds = new Set(Object.values(text).flat());
    // Skeletons and the pending bar carry no text.
    expect(used('bg').filter((name) => !grounds.has(name) && name !== 'border')).toEqual([]);
  });
});

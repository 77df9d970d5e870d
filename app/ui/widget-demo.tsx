import { useEffect, useRef } from 'react';
import type { ListState, SwitcherState } from '#app/i18n/widget-docs-texts.ts';
import { classes } from './classes.ts';

type Props = { title: string; fallback: string } & (
  { tag: 'org-switcher'; state: SwitcherState } | { tag: 'member-list'; state: ListState }
);

/** A widget in one of its states, with a pretended API. Loaded when it comes into sight; without scripts, a sentence. */
export function WidgetDemo({ title, fallback, tag, state }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    const seen = new IntersectionObserver(async (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      const { show } = await import('./pretended-widgets.ts');
      show(current!, state, tag === 'member-list' ? title : undefined);
    });
    seen.observe(current!);
    return () => seen.disconnect();
  }, [state, tag, title]);
  const isList = tag === 'member-list';
  return (
    <div role="group" aria-labelledby={`${tag}-${state}`} className="grid min-w-0 grid-cols-1 content-start gap-3">
      <h3 id={`${tag}-${state}`} className="font-medium">
        {title}
      </h3>
      <div
        ref={place}
        className={classes(
          'widget-demo min-w-0 rounded-lg border border-border bg-surface p-4 text-muted',
          isList ? 'min-h-60' : 'min-h-18',
          state === 'cards' && 'max-w-sm',
        )}
      >
        {fallback}
      </div>
    </div>
  );
}

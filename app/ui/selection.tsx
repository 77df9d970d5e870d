import { useCallback, useEffect, useRef, useState } from 'react';
import { useT } from '#app/i18n/react.tsx';
import type { Role } from '#app/permissions.ts';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { Icon } from './icons.tsx';
import { PostForm } from './post-form.tsx';

/**
 * Rows of a table that are ticked, for a form under it. The boxes belong to that form by their `form` attribute, so
 * without JavaScript it sends them just so, and rows may have forms of their own.
 */
const formId = 'selection';

const boxes = (root: HTMLElement | null) => [
  ...(root?.querySelectorAll<HTMLInputElement>(`input[form="${formId}"][name="userIds"]:enabled`) ?? []),
];

export type Selection = ReturnType<typeof useSelection>;

/** `list` names the rows: with others in their place, the count begins anew. */
export function useSelection(list: string) {
  const ref = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState({ ticked: 0, all: 0 });
  const look = useCallback(() => {
    const all = boxes(ref.current);
    setCount({ ticked: all.filter(({ checked }) => checked).length, all: all.length });
  }, []);
  const tick = (checked: boolean) => {
    for (const box of boxes(ref.current)) box.checked = checked;
    look();
  };
  useEffect(look, [list, look]); // a browser may have ticked some again that were ticked before
  return { ref, look, tick, ...count };
}

export function SelectOne({ value, name, disabled }: { value: string; name: string; disabled: boolean }) {
  const t = useT();
  return (
    <input
      type="checkbox"
      form={formId}
      name="userIds"
      value={value}
      disabled={disabled}
      aria-label={t.members.select({ name })}
      className={classes('relative z-1 size-4 shrink-0 accent-accent', disabled && 'invisible')}
    />
  );
}

export function SelectAll({ ticked, all, tick }: Selection) {
  const t = useT();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticked > 0 && ticked < all;
  }, [ticked, all]);
  return (
    <input
      ref={box}
      type="checkbox"
      checked={all > 0 && ticked === all}
      onChange={(event) => tick(event.currentTarget.checked)}
      aria-label={t.members.selectAll}
      className="needs-script size-4 shrink-0 accent-accent"
    />
  );
}

type BarProps = { selection: Selection; roles: readonly Role[]; idempotencyKey: string };

/** What can be done to the ticked ones. Always there without JavaScript, else as soon as one is ticked. */
export function SelectionBar({ selection: { ticked, tick }, roles, idempotencyKey }: BarProps) {
  const t = useT();
  return (
    <div className={classes('sticky bottom-4 z-10 mt-4', ticked === 0 && 'needs-no-script')}>
      <PostForm id={formId} idempotencyKey={idempotencyKey} className="justify-items-center">
        <div className="flex max-w-full flex-wrap items-center justify-center gap-2 rounded-lg border border-border bg-surface p-2 shadow-raised">
          <p role="status" className="needs-script px-2 font-medium tabular-nums">
            {ticked > 0 && t.members.selected({ count: ticked })}
          </p>
          <div className="relative">
            <select
              name="role"
              aria-label={t.members.newRole}
              defaultValue="member"
              className="h-8 appearance-none rounded-md border border-control bg-surface pr-8 pl-2.5 text-13"
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {t.roles.names[role]}
                </option>
              ))}
            </select>
            <Icon name="down" className="pointer-events-none absolute top-2 right-2 text-muted" />
          </div>
          <Button tone="secondary" size="small" name="intent" value="change-roles">
            {t.members.giveRole}
          </Button>
          <Button tone="secondary" size="small" name="intent" value="ask-removal">
            {t.members.removeSelected}
          </Button>
          <span className="needs-script">
            <Button type="button" tone="quiet" size="small" onClick={() => tick(false)}>
              {t.members.selectNone}
            </Button>
          </span>
        </div>
      </PostForm>
    </div>
  );
}

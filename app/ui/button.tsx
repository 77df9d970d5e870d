import { Link } from '@remix-run/react';
import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';
import { usePending } from './form-state.ts';

export type Tone = 'primary' | 'secondary' | 'quiet' | 'danger';

const shape =
  'inline-grid grid-flow-col items-center justify-center gap-2 rounded-md border text-14 font-medium transition-colors select-none no-underline';

const sizes = { medium: 'h-9 px-3.5', small: 'h-8 px-2.5 text-13', large: 'min-h-11 px-5 text-16' };

const tones: Record<Tone, string> = {
  primary: 'border-transparent bg-accent text-accent-fg hover:bg-accent-strong',
  secondary: 'border-control/60 bg-surface text-fg hover:bg-sunken',
  quiet: 'border-transparent text-fg hover:bg-hover',
  danger: 'border-transparent bg-danger text-danger-fg hover:bg-danger-strong',
};

type Look = {
  tone?: Tone;
  size?: keyof typeof sizes;
  /** As wide as its column, for a `large` one whose text may need two lines. */
  wide?: boolean;
  className?: string;
};

const look = ({ tone = 'primary', size = 'medium', wide, className }: Look) =>
  classes(shape, sizes[size], tones[tone], wide ? 'w-full py-2 wrap-anywhere' : 'whitespace-nowrap', className);

type ButtonProps = Look & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & { pending?: boolean };

/**
 * Says what it does. Inside a `PostForm` it shows by itself that the form is on its way, and keeps its width meanwhile;
 * pressing again does nothing. A button with `name` and `value` waits only when it was the one pressed.
 *
 *     <Button>{t.workspaces.create.submit}</Button>
 *     <Button tone="quiet" name="intent" value="decline">{t.join.decline}</Button>
 */
export function Button({ tone, size, wide, className, pending, children, ...rest }: ButtonProps) {
  const t = useT();
  const sent = usePending(rest.name, rest.value);
  const waits = (pending ?? sent.thisButton) && rest.type !== 'button';
  const blocked = waits || sent.form;
  return (
    <button
      type="submit"
      {...rest}
      className={classes(
        look({ tone, size, wide, className }),
        blocked && 'cursor-default',
        rest.disabled && 'opacity-60',
      )}
      aria-disabled={blocked || undefined}
      onClick={(event) => (blocked ? event.preventDefault() : rest.onClick?.(event))}
    >
      <span className={classes('col-start-1 row-start-1 inline-flex items-center gap-2', waits && 'opacity-0')}>
        {children}
      </span>
      {waits && <Spinner label={t.frame.working} />}
    </button>
  );
}

type ButtonLinkProps = Look & {
  to: string;
  document?: boolean;
  children: ReactNode;
  prefetch?: 'intent' | 'none';
  /** Says which one, where several look the same. */
  label?: string;
  /** With `preventDefault()` it leads nowhere. */
  onClick?: (event: MouseEvent) => void;
};

/**
 * A link that looks like a button: it goes somewhere and changes nothing. `document` leaves the app's own navigation,
 * as sign-in needs, which redirects to another server.
 *
 *     <ButtonLink to="/workspaces/new">{t.frame.newWorkspace}</ButtonLink>
 */
export function ButtonLink({ to, document, children, prefetch = 'none', label, onClick, ...rest }: ButtonLinkProps) {
  return (
    <Link
      to={to}
      reloadDocument={document}
      prefetch={prefetch}
      className={look(rest)}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </Link>
  );
}

function Spinner({ label }: { label: string }) {
  return (
    <span className="col-start-1 row-start-1 justify-self-center" role="status">
      <svg className="spinner size-4" viewBox="0 0 16 16" fill="none" aria-hidden="true">
        <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.3" strokeWidth="2" />
        <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <span className="sr-only">{label}</span>
    </span>
  );
}

import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';
import { classes } from './classes.ts';
import { PreferencesBar } from './preferences.tsx';
import { productName } from './product.ts';

export type PublicFrameProps = {
  /** `narrow` (28 rem) for a form or a message, `wide` (72 rem) for the landing page. */
  width?: 'narrow' | 'wide';
  /** At the right of the brand, such as a sign-in link. */
  corner?: ReactNode;
  children: ReactNode;
};

/**
 * The frame outside workspaces: landing, invitation, onboarding, errors. Brand on top, language and theme in the foot.
 *
 *     <PublicFrame><h1>…</h1></PublicFrame>
 */
export function PublicFrame({ width = 'narrow', corner, children }: PublicFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-16 w-full max-w-6xl items-center justify-between gap-4 px-4 sm:px-8">
        <Link to="/" aria-label={productName}>
          <Brand />
        </Link>
        {corner}
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={classes(
          'mx-auto w-full flex-1 px-4 outline-none sm:px-8',
          width === 'narrow' ? 'max-w-lg pt-12 pb-24 sm:pt-24' : 'max-w-6xl',
        )}
      >
        {children}
      </main>
      <footer className="border-t border-border">
        <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-4 py-5 sm:px-8">
          <p className="text-13 text-muted">{productName}</p>
          <PreferencesBar />
        </div>
      </footer>
    </div>
  );
}

import { createContext, useContext } from 'react';
import type { Theme } from './theme.tsx';

/**
 * What a page knows of its request even when no loader ran, as on an error: given by `entry.server`, and read back
 * from the `<html>` element by `entry.client`.
 */
export type Page = {
  theme: Theme;
  /** The request's id, to quote while the page shows what that request answered: at the location of this key. */
  reference: string | undefined;
  key: string;
};

export const PageContext = createContext<Page>({ theme: 'system', reference: undefined, key: 'default' });

export const usePage = (): Page => useContext(PageContext);

import { createContext, useContext } from 'react';
import type { Theme } from './theme.tsx';

/**
 * What a page knows of its request even when no loader ran, as on an error: given by `entry.server`, and read back
 * from the `<html>` element by `entry.client`.
 */
export type Page = {
  theme: Theme;
  /** The request's id, to quote. */
  reference: string | undefined;
};

export const PageContext = createContext<Page>({ theme: 'system', reference: undefined });

export const usePage = (): Page => useContext(PageContext);

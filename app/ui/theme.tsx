import { createContext, useContext } from 'react';

export const themes = ['light', 'dark', 'system'] as const;

export type Theme = (typeof themes)[number];

export const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme);

/** What the person chose, from the cookie. The page is drawn in it on the server, so that nothing flashes. */
export const ThemeContext = createContext<Theme>('system');

export const useTheme = (): Theme => useContext(ThemeContext);

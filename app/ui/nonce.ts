import { createContext, useContext } from 'react';

/** The response's nonce for script tags, given by `entry.server`. In the browser there is none: the tags are already there. */
export const NonceContext = createContext<string | undefined>(undefined);

export const useNonce = (): string | undefined => useContext(NonceContext);

import type { Catalog } from '#app/i18n/catalog.ts';

/** Said once after an action: a key of the catalog and what fills it. */
export type FlashMessage = { code: keyof Catalog['flash']; values: Record<string, string | number> };

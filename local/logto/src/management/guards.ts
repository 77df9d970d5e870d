import { z } from 'zod/v3';

/** Shapes shared by several resources. zod 3, because the real server's issues are worded by zod 3. */
export const jsonObject = z.record(z.unknown());

const hexColor = z.string().regex(/^#[\da-f]{3}([\da-f]{3})?$/i);
export const color = z
  .object({ primaryColor: hexColor, isDarkModeEnabled: z.boolean(), darkPrimaryColor: hexColor })
  .partial();

const url = z.string().url();
export const branding = z.object({ logoUrl: url, darkLogoUrl: url, favicon: url, darkFavicon: url }).partial();

export const ids = z.string().min(1).array();
export const nonEmptyIds = ids.nonempty();

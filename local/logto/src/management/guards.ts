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

/** How Logto reads a flag in a query. */
export const isYes = (text: string | null): boolean => ['1', 'true', 'y', 'yes'].includes((text ?? '').toLowerCase());

const text = z.string();
/** The standard claims of OpenID Connect, as far as a user has them. Other keys are dropped. */
export const userProfileFields = z
  .object({
    familyName: text,
    givenName: text,
    middleName: text,
    nickname: text,
    preferredUsername: text,
    profile: text,
    website: text,
    gender: text,
    birthdate: text,
    zoneinfo: text,
    locale: text,
    address: z
      .object({
        formatted: text,
        streetAddress: text,
        locality: text,
        region: text,
        postalCode: text,
        country: text,
      })
      .partial(),
  })
  .partial();

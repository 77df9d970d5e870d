/* eslint-disable no-restricted-imports -- "helpers" is the library's own word */
/**
 * oidc-provider by its parts. Its front door warns about every runtime before Node 22 on each import, though it runs
 * on ours; the parts behind it do not. The version is pinned, so the paths hold.
 */
import type * as Library from 'oidc-provider';
// @ts-expect-error -- typed by the package's front door only
import * as errorsModule from 'oidc-provider/lib/helpers/errors.js';
// @ts-expect-error -- likewise
import * as interactionPolicyModule from 'oidc-provider/lib/helpers/interaction_policy/index.js';
// @ts-expect-error -- likewise
import { Provider as ProviderClass } from 'oidc-provider/lib/provider.js';

export const errors = errorsModule as typeof Library.errors;
export const interactionPolicy = interactionPolicyModule as typeof Library.interactionPolicy;
export const Provider = ProviderClass as typeof Library.Provider;
export type Provider = Library.Provider;

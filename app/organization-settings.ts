import { planCalled, type PlanName } from './plans.ts';

/**
 * What an organization can set for itself, and the features that can be switched on and off for it: all of them, in one
 * place. To add one, write it into `organizationSettings` and give it a name and a sentence in
 * `app/i18n/{en,es}/features.ts`, without which nothing compiles. It is on the page of features from then on, and read by
 *
 *     settingOf(access, 'invitation-days')              // number, in loaders and flows
 *     requireFeature(access, 'audit-export', context)   // 404 while it is off, in loaders and actions
 *
 * Plain data, usable on both sides. Only what differs from the default is stored, in `tenants.settings`; a name that is no
 * longer here and a value that does not fit count as nothing.
 */
type Definition = Kind & {
  /** `admins`: whoever may manage the organization, on its page. `operators`: by `npm run setting` only. */
  switchedBy: 'admins' | 'operators';
  /** On other plans a feature is off, and a setting is its default. Left out: on all. */
  plans?: readonly PlanName[];
};

type Kind =
  | { kind: 'boolean'; default: boolean }
  /** Whole numbers, both ends included. */
  | { kind: 'integer'; min: number; max: number; default: number }
  | { kind: 'one-of'; options: readonly string[]; default: string };

export const organizationSettings = {
  /** The audit log as a file: the button, and the address behind it. */
  'audit-export': { kind: 'boolean', default: true, switchedBy: 'admins', plans: ['team', 'unlimited'] },
  /** How long an invitation is open, unless whoever invites says otherwise. */
  'invitation-days': { kind: 'integer', min: 1, max: 30, default: 14, switchedBy: 'admins' },
  /** The role that the form of invitations begins with. */
  'invitation-role': { kind: 'one-of', options: ['member', 'admin'], default: 'member', switchedBy: 'admins' },
  /** How many people one form invites: less for who misuses it. */
  'invitations-at-once': { kind: 'integer', min: 1, max: 1_000, default: 1_000, switchedBy: 'operators' },
} as const satisfies Record<string, Definition>;

type Definitions = typeof organizationSettings;

export type SettingName = keyof Definitions;

type Value<Of> = Of extends { kind: 'boolean' }
  ? boolean
  : Of extends { kind: 'integer' }
    ? number
    : Of extends { options: readonly (infer Option)[] }
      ? Option
      : never;

export type SettingValue<Name extends SettingName = SettingName> = Value<Definitions[Name]>;

/** What is switched on or off. */
export type FeatureName = { [Name in SettingName]: SettingValue<Name> extends boolean ? Name : never }[SettingName];

export const settingNames = Object.keys(organizationSettings) as SettingName[];

export const isSetting = (name: string): name is SettingName => Object.hasOwn(organizationSettings, name);

export const definitionOf = (name: SettingName): Definition => organizationSettings[name];

/** Whether the plan has it at all. */
export const includes = (plan: string, name: SettingName): boolean =>
  definitionOf(name).plans?.includes(planCalled(plan)) ?? true;

/** As an organization has them: its plan, and what is stored. An `Access` is one. */
export type WithSettings = { plan: string; settings: unknown };

/** What holds in the organization now. */
export function settingOf<Name extends SettingName>(of: WithSettings, name: Name): SettingValue<Name> {
  const definition = definitionOf(name);
  const off = definition.kind === 'boolean' ? false : definition.default;
  return (includes(of.plan, name) ? chosenIn(of.settings, name) : off) as SettingValue<Name>;
}

/** What is chosen, whether or not the plan has it: what is stored when it fits, else the default. */
export function chosenIn(stored: unknown, name: SettingName): SettingValue {
  const value =
    typeof stored === 'object' && stored !== null && Object.hasOwn(stored, name)
      ? (stored as Record<string, unknown>)[name]
      : undefined;
  return fits(name, value) ? value : organizationSettings[name].default;
}

export function fits(name: SettingName, value: unknown): value is SettingValue {
  const definition = definitionOf(name);
  switch (definition.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value) && Number(value) >= definition.min && Number(value) <= definition.max;
    case 'one-of':
      return typeof value === 'string' && definition.options.includes(value);
  }
}

/** The value that a text in a form or on a command line stands for; null when it stands for none. */
export function settingFrom(name: SettingName, text: string): SettingValue | null {
  const { kind } = definitionOf(name);
  const given = text.trim();
  const value =
    kind === 'integer'
      ? /^\d{1,9}$/.test(given)
        ? Number(given)
        : null
      : kind === 'boolean'
        ? booleans[given]
        : given;
  return fits(name, value) ? value : null;
}

const booleans: Record<string, boolean | undefined> = { on: true, true: true, off: false, false: false };

import type { SettingName } from '#app/organization-settings.ts';

type Named = { name: string; about: string };

/** The page of features and settings. */
export const features = {
  title: 'Features',
  intro: 'What is switched on in this workspace, and what its forms begin with.',
  names: {
    'audit-export': {
      name: 'Download of the audit log',
      about: 'Whoever may read the audit log may also download it as a file.',
    },
    'invitation-days': {
      name: 'Days an invitation is open',
      about: 'What the form of invitations begins with. Whoever invites may choose otherwise.',
    },
    'invitation-role': {
      name: 'Role of invited people',
      about: 'What the form of invitations begins with, for those who may grant that role.',
    },
    'invitations-at-once': {
      name: 'People invited at once',
      about: 'How many addresses one form takes.',
    },
  } satisfies Record<SettingName, Named>,
  on: 'On',
  off: 'Off',
  range: ({ min, max }: { min: number; max: number }) => `A whole number from ${min} to ${max}.`,
  save: ({ name }: { name: string }) => `Save: ${name}`,
  saveShort: 'Save',
  notIncluded: ({ plan }: { plan: string }) => `Not included in the ${plan} plan.`,
  byOperators: 'Set by whoever runs this service.',
};

/** One piece of the copy that is not as Logto has it. No personal data: it goes to logs. */
export type Finding = {
  what: 'user' | 'organization' | 'member' | 'invitation' | 'machine' | 'sign-in';
  /** Logto's; of `sign-in`, the organization's. */
  id: string;
  /** Of what belongs to an organization. */
  organizationId?: string;
  /** Seen from the copy: it lacks what Logto has, has it otherwise, or has what Logto does not. */
  difference: 'missing' | 'different' | 'gone';
  /** `left-alone`: an operation is changing it, or somebody has meanwhile. The next run looks again. */
  outcome: 'mended' | 'to-mend' | 'left-alone';
};

/** Answers false when it was left alone. */
export type Mend = () => Promise<boolean>;

export type Told = (finding: Finding) => void;

/** Mends what was found, or in a dry run only tells of it. */
export type Settle = (finding: Omit<Finding, 'outcome'>, mend: Mend) => Promise<void>;

export const settleBy =
  (dryRun: boolean, told: Told): Settle =>
  async (finding, mend) => {
    if (dryRun) return told({ ...finding, outcome: 'to-mend' });
    told({ ...finding, outcome: (await mend()) ? 'mended' : 'left-alone' });
  };

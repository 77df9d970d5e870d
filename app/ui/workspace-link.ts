/** A workspace as switcher and lists show it. */
export type WorkspaceLink = {
  /** Logto's, as in the API: the initials' hue follows from it, so that every list and the widgets have the same. */
  id: string;
  name: string;
  slug: string;
  logo: string | null;
  closed?: boolean;
  /** One cannot come in before there is a seat. */
  waitsForSeat?: boolean;
};

type Listed = Omit<WorkspaceLink, 'id' | 'logo'> & { organizationId: string; logoUrl: string | null };

export function toWorkspaceLink({ organizationId: id, name, slug, logoUrl: logo, closed, waitsForSeat }: Listed) {
  return { id, name, slug, logo, closed, waitsForSeat } satisfies WorkspaceLink;
}

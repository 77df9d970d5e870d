/**
 * Who belongs to which organization with which roles, readable from both sides in constant time, so that an
 * organization with 100,000 members or a person in 1,000 organizations answers as fast as a small one.
 */
export class Memberships {
  readonly #members = new Map<string, Map<string, Set<string>>>();
  readonly #organizations = new Map<string, Set<string>>();
  readonly #sorted = new Map<string, string[]>();

  /** Returns whether the membership is new. */
  add(organizationId: string, memberId: string, roleIds: Iterable<string> = []): boolean {
    const members = this.#members.get(organizationId) ?? new Map<string, Set<string>>();
    this.#members.set(organizationId, members);
    const known = members.get(memberId);
    const roles = known ?? new Set<string>();
    for (const id of roleIds) roles.add(id);
    if (known) return false;
    members.set(memberId, roles);
    this.#sorted.delete(organizationId);
    const organizations = this.#organizations.get(memberId) ?? new Set<string>();
    this.#organizations.set(memberId, organizations.add(organizationId));
    return true;
  }

  has(organizationId: string, memberId: string): boolean {
    return this.#members.get(organizationId)?.has(memberId) ?? false;
  }

  /** The live set: changing it changes the roles. Undefined for a non-member. */
  roles(organizationId: string, memberId: string): Set<string> | undefined {
    return this.#members.get(organizationId)?.get(memberId);
  }

  remove(organizationId: string, memberId: string): boolean {
    this.#sorted.delete(organizationId);
    this.#organizations.get(memberId)?.delete(organizationId);
    return this.#members.get(organizationId)?.delete(memberId) ?? false;
  }

  membersOf(organizationId: string): string[] {
    return [...(this.#members.get(organizationId)?.keys() ?? [])];
  }

  /** In the order in which the API lists them, by id. Remembered, so that walking through 100,000 members stays cheap. */
  sortedMembersOf(organizationId: string): string[] {
    const known = this.#sorted.get(organizationId);
    if (known) return known;
    const sorted = this.membersOf(organizationId).sort();
    this.#sorted.set(organizationId, sorted);
    return sorted;
  }

  countOf(organizationId: string): number {
    return this.#members.get(organizationId)?.size ?? 0;
  }

  organizationsOf(memberId: string): string[] {
    return [...(this.#organizations.get(memberId) ?? [])];
  }

  removeMember(memberId: string): void {
    for (const id of this.organizationsOf(memberId)) this.remove(id, memberId);
    this.#organizations.delete(memberId);
  }

  removeOrganization(organizationId: string): void {
    for (const id of this.membersOf(organizationId)) this.remove(organizationId, id);
    this.#members.delete(organizationId);
  }

  removeRole(roleId: string): void {
    for (const members of this.#members.values()) for (const roles of members.values()) roles.delete(roleId);
  }

  renameOrganization(from: string, to: string): void {
    for (const id of this.membersOf(from)) this.add(to, id, this.roles(from, id));
    this.removeOrganization(from);
  }

  toJSON(): [string, string, string[]][] {
    return [...this.#members].flatMap(([organizationId, members]) =>
      [...members].map(([id, roles]): [string, string, string[]] => [organizationId, id, [...roles]]),
    );
  }

  load(rows: [string, string, string[]][]): void {
    for (const [organizationId, memberId, roles] of rows) this.add(organizationId, memberId, roles);
  }
}

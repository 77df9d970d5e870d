/**
 * The connection string of a session that is the system's role from its start, whoever signs in: a member of that role, or
 * the owner, whose login is the default. What it makes (the queue of jobs) belongs to the role, and functions of that role
 * find it. Not for poolers, which refuse start-up options; workers go past them anyway.
 */
export function asSystemRole(connectionString: string): string {
  const url = new URL(connectionString);
  const options = [url.searchParams.get('options'), '-c role=tenantry_system'].filter(Boolean).join(' ');
  url.searchParams.set('options', options);
  return url.href.replaceAll('+', '%20'); // PostgreSQL's own libraries read a plus as a plus
}

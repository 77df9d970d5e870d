/**
 * Asks and writes again while somebody else writes in between: without a lock held across a call to Logto, what it said
 * before their write must not undo it. `work` answers false when it has not written.
 */
export async function untilWritten(work: () => Promise<boolean>): Promise<void> {
  for (let tries = 1; tries <= 5; tries++) if (await work()) return;
  throw new Error('The copy kept changing while Logto was asked.');
}

import { useEffect, useRef } from 'react';
import type { WorkspaceLink } from './workspace-link.ts';

export type Lists = { workspace?: WorkspaceLink; workspaces: readonly WorkspaceLink[]; waiting?: number };

/**
 * What a form of ours changed about the lists, the loaders bring: then the widgets read theirs anew, here and in the
 * person's other tabs. Moving to another workspace is no such change.
 */
export function useListsTold({ workspace, workspaces, waiting = 0 }: Lists): void {
  const now = JSON.stringify([workspaces, waiting]);
  const here = JSON.stringify(workspace);
  const known = useRef({ now, here, id: workspace?.id });
  useEffect(() => {
    const before = known.current;
    known.current = { now, here, id: workspace?.id };
    const changed = before.now !== now || (before.id === workspace?.id && before.here !== here);
    if (changed) void tell();
  }, [now, here, workspace?.id]);
}

async function tell(): Promise<void> {
  const { openChannel } = await import('@tenantry/widgets/core');
  const channel = openChannel();
  channel?.post({ of: '', type: 'organizations' });
  channel?.listen(() => {})(); // closes it
}

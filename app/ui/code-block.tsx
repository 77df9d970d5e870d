/** Lines to copy into a terminal. `label` names them to screen readers, which reach them by keyboard to scroll. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      className="max-w-full overflow-x-auto rounded-md border border-border bg-sunken p-3 font-mono text-13"
    >
      <code>{children}</code>
    </pre>
  );
}

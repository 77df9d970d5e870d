import { useT } from '#app/i18n/react.tsx';
import { CodeBlock } from './code-block.tsx';
import { callWith } from './secret-shown.tsx';

export type MachineAccess = {
  /** Where Logto gives tokens. */
  endpoint: string;
  organizationId: string;
  /** The API’s address to try out. */
  url: string;
  scope: string;
};

/** How a machine gets a token of the organization and calls the API with it. */
export function MachineToken({
  access,
  id,
  secret = '$CLIENT_SECRET',
}: {
  access: MachineAccess;
  id: string;
  secret?: string;
}) {
  const t = useT().machines.app;
  const { endpoint, organizationId, url, scope } = access;
  const lines = [
    `curl ${endpoint}`,
    `-u '${id}:${secret}'`,
    '-d grant_type=client_credentials',
    `-d organization_id=${organizationId}`,
    `-d 'scope=${scope}'`,
  ];
  const asked = secret === '$CLIENT_SECRET' ? lines.map((line) => line.replaceAll("'", '"')) : lines;
  return (
    <div className="grid gap-4">
      <div className="grid gap-1.5">
        <h3 className="font-medium">{t.getToken}</h3>
        <CodeBlock label={t.getToken}>{asked.join(' \\\n  ')}</CodeBlock>
      </div>
      <div className="grid gap-1.5">
        <h3 className="font-medium">{t.call}</h3>
        <CodeBlock label={t.call}>{callWith('$ACCESS_TOKEN', url)}</CodeBlock>
      </div>
    </div>
  );
}

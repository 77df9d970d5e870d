import { createElement, useEffect, useRef, useState } from 'react';
import { useLanguage, useT } from '#app/i18n/react.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';

/** The switcher as sites embed it, but with the session of whoever looks: nothing is loaded before they ask for it. */
export function WidgetTrial({ organizationId }: { organizationId: string }) {
  const t = useT().widgets.tryIt;
  const [state, setState] = useState<'closed' | 'loading' | 'shown' | 'failed'>('closed');
  const language = useLanguage();
  const show = () => {
    setState('loading');
    loadSwitcher(language).then(
      () => setState('shown'),
      () => setState('failed'),
    );
  };
  return (
    <div className="needs-script">
      <Card title={t.title}>
        <div className="grid gap-4">
          <p className="max-w-prose text-muted">{t.about}</p>
          {state === 'shown' ? (
            <Shown organizationId={organizationId} />
          ) : (
            <div>
              <Button type="button" tone="secondary" onClick={show} disabled={state === 'loading'}>
                {t.show}
              </Button>
            </div>
          )}
          {state === 'failed' && (
            <p role="alert" className="text-danger">
              {t.failed}
            </p>
          )}
        </div>
      </Card>
    </div>
  );
}

async function loadSwitcher(language: string): Promise<void> {
  const { OrgSwitcher } = await import('@tenantry/widgets/define');
  if (language !== 'es') return;
  const { es } = await import('@tenantry/widgets/locales/es');
  if (!OrgSwitcher.locales.includes(es)) OrgSwitcher.locales.push(es);
}

function Shown({ organizationId }: { organizationId: string }) {
  const t = useT().widgets.tryIt;
  const place = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState({ id: organizationId, name: '' });
  useEffect(() => {
    const told = ({ detail: { organization } }: HTMLElementEventMap['org-switch']) => {
      if (organization) setCurrent(organization);
    };
    const { current: element } = place;
    element?.addEventListener('org-switch', told);
    element?.querySelector('org-switcher')?.focus();
    return () => element?.removeEventListener('org-switch', told);
  }, []);
  return (
    <div ref={place} className="grid max-w-60 gap-3">
      {createElement('org-switcher', { organization: current.id })}
      <p role="status" className="text-13 text-muted">
        {current.name && t.chosen({ name: current.name })}
      </p>
    </div>
  );
}

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { OrgSwitcher, type OrgSwitcherProps } from '@tenantry/widgets/react';
import { expect, test } from 'vitest';

const markup = (props: OrgSwitcherProps) => renderToStaticMarkup(createElement(OrgSwitcher, props));

test('React renders the element on a server, with its attributes and what it falls back to', () => {
  expect(
    markup({
      ...{ baseUrl: 'https://app.example', organization: 'o1', hideCreate: true, className: 'wide', id: 'switcher' },
      ...{ getToken: () => 'secret', onOrgSwitch: () => {}, onClick: () => {}, 'aria-label': 'Teams' },
      children: createElement('a', { href: '/' }, 'Organizations'),
    }),
  ).toBe(
    '<org-switcher base-url="https://app.example" organization="o1" hide-create="true" class="wide" id="switcher" aria-label="Teams">' +
      '<a href="/">Organizations</a></org-switcher>',
  );
  expect(markup({ hideCreate: false })).toBe('<org-switcher></org-switcher>');
});

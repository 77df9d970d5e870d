import { hydrateRoot } from 'react-dom/client';
import { getToken, tell } from '../page.ts';
import { App } from './app.tsx';

const app = document.querySelector<HTMLElement>('#app')!;
const { baseUrl = '' } = app.dataset;
hydrateRoot(app, <App baseUrl={baseUrl} getToken={getToken} tell={tell} />);

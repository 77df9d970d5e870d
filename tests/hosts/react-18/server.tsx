import { renderToString } from 'react-dom/server';
import { App } from './app.tsx';

export function render(given: { baseUrl: string }): string {
  return renderToString(<App {...given} getToken={async () => ''} tell={() => {}} />);
}

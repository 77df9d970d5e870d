import { mount } from 'svelte';
import '@tenantry/widgets/define';
import App from './app.svelte';

const app = document.querySelector<HTMLElement>('#app')!;
mount(App, { target: app, props: { ...app.dataset } });

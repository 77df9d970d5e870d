import { createApp } from 'vue';
import '@tenantry/widgets/define';
import App from './app.vue';

const app = document.querySelector<HTMLElement>('#app')!;
createApp(App, { ...app.dataset }).mount(app);

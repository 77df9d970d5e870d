import type { WidgetDocsTexts } from '../widget-docs-texts.ts';

export const widgetDocs: WidgetDocsTexts = {
  title: 'Widgets',
  lead: 'Dos elementos para cualquier página de cualquier sitio: el que cambia de organización y la lista de miembros de una organización. Aquí están en cada uno de sus estados.',
  needsScripts: 'El widget aparece aquí cuando los scripts están activados.',
  pretended:
    'Todo lo de esta página es inventado y no sale de esta pestaña. Pruébalo: busca, cambia roles, quita a alguien y deshazlo.',
  start: {
    title: 'Cómo ponerlo',
    text: 'El archivo se nombra con su hash, así que el navegador ejecuta esta versión o ninguna. Con un empaquetador, instala @tenantry/widgets.',
    page: 'En la página',
    token: 'En el script de la página',
    react: 'En React 18 y 19',
  },
  attributes: { title: 'Atributos', name: 'Atributo', meaning: 'Significado' },
  meanings: {
    'base-url': 'Dónde está Tenantry. Si falta: el mismo origen de la página.',
    organization: 'Id de la organización. Si falta: el selector la recuerda y la lista sigue al selector.',
    locale: 'Un idioma, por ejemplo es. Si falta: el lang más cercano de la página.',
    theme: 'light, dark o auto. Si falta: el color-scheme de la página.',
    label: 'Cómo se llama el diálogo o la lista.',
    personal: 'Nombre del espacio sin organización, si la página lo tiene.',
    'hide-create': 'Nadie crea una organización desde aquí.',
    readonly: 'Nada se puede cambiar desde aquí.',
  },
  states: {
    several: 'Varias organizaciones y una invitación',
    thousand: 'Mil organizaciones',
    none: 'Todavía en ninguna organización',
    loading: 'Cargando',
    offline: 'Sin conexión',
    expired: 'La sesión ha terminado',
    limited: 'Demasiadas peticiones',
    owner: 'Para quien es propietario',
    reader: 'Para quien solo puede mirar',
    huge: 'Diez mil miembros',
    cards: 'En un lugar estrecho',
    dark: 'Oscuro',
    waiting: 'Cargando',
    unreachable: 'No se puede llegar al servicio',
    forbidden: 'Sin permiso',
  },
};

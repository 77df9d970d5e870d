import type { Catalog } from '../catalog.ts';

export const widgets: Catalog['widgets'] = {
  sites: {
    title: 'Sitios',
    about:
      'Las páginas de estos sitios pueden mostrar los widgets de este espacio a sus miembros. El que se quita deja de funcionar al momento.',
    list: 'Sitios con widgets',
    none: 'Ningún sitio todavía. Añade el de las páginas que vayan a mostrar los widgets.',
    addedBy: ({ name }) => `Lo añadió ${name}`,
    remove: 'Quitar',
    removeNamed: ({ site }) => `Quitar ${site}`,
    label: 'Dirección del sitio',
    help: 'Sin ruta y con https, salvo que sea tu propia máquina: http://localhost:5173.',
    add: 'Añadir sitio',
  },
  embed: {
    title: 'Ponlo en una página',
    about:
      'Un solo archivo lo trae todo y nunca cambia bajo su nombre: integrity lo garantiza. Los elementos sirven en cualquier framework y no necesitan hoja de estilos. Si usas un bundler, importa @tenantry/widgets/define desde npm.',
    page: 'En la página',
    script: 'En su script',
    server: 'En tu servidor, en /widget-token',
    tokens:
      'Cada token vale cinco minutos, para una persona y un sitio. Si lo pides con una clave de API, cubre solo este espacio; con el token de acceso de Logto de la persona, todos los suyos que admitan el sitio.',
    reference: 'Referencia de la API',
    docs: 'Atributos y todos los estados',
    frame: {
      title: 'O bien, en un marco',
      about: ({ address }) =>
        `Así el widget se ejecuta en ${address}, separado de los scripts de tu página. Sus tokens se piden para esa dirección y sus eventos llegan a tu página, pero ninguno se puede cancelar.`,
      page: 'El marco',
      script: 'En el script de su página',
      server: 'En tu servidor, para el marco',
    },
  },
  frameTitles: { 'org-switcher': 'Organizaciones', 'member-list': 'Miembros' },
  tryIt: {
    title: 'Pruébalo',
    about: 'El mismo elemento, aquí con tu propia sesión. Al elegir un espacio sigues en esta página.',
    show: 'Mostrar el selector',
    failed: 'No se ha podido cargar el widget. Comprueba la conexión y vuelve a pulsar.',
    chosen: ({ name }) => `La página ha recibido: org-switch, ${name}.`,
  },
};

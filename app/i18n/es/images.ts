import type { Catalog } from '../catalog.ts';

export const images: Catalog['images'] = {
  help: 'PNG, JPEG o WebP, hasta 500 KB y 4096 píxeles por lado.',
  logo: {
    title: 'Logotipo',
    text: 'Acompaña al nombre del espacio de trabajo, en su página de acceso y en sus correos.',
    label: 'Archivo de imagen del logotipo',
    save: 'Guardar logotipo',
    remove: 'Quitar logotipo',
    back: 'Volver a los ajustes',
  },
  avatar: { label: 'Archivo de imagen de tu foto', save: 'Guardar foto', remove: 'Quitar foto' },
};

import type { Catalog } from '../catalog.ts';

export const signIn: Catalog['signIn'] = {
  again: 'Iniciar sesión de nuevo',
  home: 'Ir a la página de inicio',
  cancelled: {
    title: 'No has iniciado sesión',
    text: 'El inicio de sesión se canceló. No ha cambiado nada.',
  },
  lost: {
    title: 'Este inicio de sesión ya no vale',
    text: 'Ya se completó, tardó demasiado o empezó en otro navegador. Inicia sesión otra vez.',
  },
  failed: {
    title: 'No se ha podido iniciar sesión',
    text: 'El servicio de acceso ha dado una respuesta que no podemos usar. Inicia sesión otra vez.',
  },
  unreachable: {
    title: 'Ahora no se puede iniciar sesión',
    text: 'El servicio de acceso no responde. Tus datos están a salvo. Prueba de nuevo en unos minutos.',
  },
  cookies: {
    title: 'Tu navegador no ha guardado la cookie',
    text: 'Has iniciado sesión, pero tu navegador no lo ha guardado. Permite las cookies de este sitio e inicia sesión de nuevo.',
  },
  suspended: {
    title: 'Esta cuenta está suspendida',
    text: 'Pide a quienes administran tu espacio de trabajo que la reactiven.',
  },
  ended: {
    title: 'Tu sesión ha terminado',
    text: 'Inicia sesión de nuevo y volverás a la misma página.',
  },
};

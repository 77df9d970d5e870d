import type { Catalog } from '../catalog.ts';

export const errors: Catalog['errors'] = {
  reference: 'Referencia',
  referenceHelp: 'Indícala si nos escribes.',
  back: 'Volver a donde estabas',
  home: 'Ir a la página de inicio',
  workspaces: 'Ir a tus espacios de trabajo',
  retry: 'Probar de nuevo',
  pages: {
    400: {
      title: 'No hemos podido leer la petición',
      happened: 'Falta algo en la dirección o en el formulario, o está dañado.',
      safe: 'No ha cambiado nada.',
      action: 'Vuelve atrás, recarga la página y envíalo otra vez.',
    },
    403: {
      title: 'Tu rol no llega hasta aquí',
      happened: 'La página existe, pero tu rol en este espacio de trabajo no la abre.',
      safe: 'No ha cambiado nada.',
      action: 'Quien sea propietario o administrador puede darte otro rol.',
    },
    404: {
      title: 'Aquí no hay nada',
      happened:
        'La dirección no es correcta, la página ya no existe o es de un espacio de trabajo al que no perteneces.',
      safe: 'No ha cambiado nada.',
      action: 'Si alguien te pasó este enlace, pídele una invitación.',
    },
    429: {
      title: 'Vas demasiado deprisa',
      happened: 'Hemos recibido de ti más peticiones de las que atendemos en poco tiempo.',
      safe: 'Lo anterior está hecho; esta última petición, no.',
      action: 'Espera un minuto y prueba de nuevo.',
    },
    500: {
      title: 'Algo ha fallado por nuestra parte',
      happened: 'Un error que no esperábamos. Ha quedado registrado con la referencia de abajo.',
      safe: 'Lo que ya estaba guardado está a salvo. Puede que el último paso no se haya completado.',
      action: 'Prueba de nuevo. Si continúa, escríbenos con la referencia.',
    },
    503: {
      title: 'Volvemos en un momento',
      happened: 'Un servicio del que dependemos no responde.',
      safe: 'Tus datos están a salvo. Si acabas de enviar algo, se hace una vez o ninguna.',
      action: 'Prueba de nuevo dentro de un minuto.',
    },
  },
};

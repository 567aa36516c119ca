/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/wording.h"

const struct wording_pieces wording_spanish =
    {
        .said =
            {
                [WORDING_COMPANY] =
                    {[WORDING_BAD] = {"la mitad de lo que quería no estaba disponible",
                                      "los precios suben y no veo por qué",
                                      "las dos últimas cosas no me han durado un año",
                                      "tuve que explicarlo todo dos veces",
                                      "las ofertas se acaban antes de poder usarlas",
                                      "cinco correos por semana son demasiados"},
                     [WORDING_GOOD] = {"siempre encuentro lo que busco", "los precios son justos",
                                       "la calidad es muy buena", "saben lo que venden",
                                       "lo que prometen lo cumplen",
                                       "cliente desde hace años y sin una queja"}},
                [WORDING_WEBSITE] =
                    {[WORDING_BAD] = {"el buscador encuentra todo menos lo que escribo",
                                      "el color de la foto no se parece al real",
                                      "al pagar me echó y la cesta quedó vacía",
                                      "la página no termina de cargar",
                                      "los gastos de envío solo se ven al final",
                                      "la guía de tallas está mal"},
                     [WORDING_GOOD] = {"lo encontré en dos clics", "las fotos enseñan lo que hay",
                                       "pedido en un minuto y sin crear cuenta",
                                       "la web va rápida incluso en mi portátil viejo",
                                       "sin gastos escondidos", "la guía de tallas acertó"}},
                [WORDING_APP] =
                    {[WORDING_BAD] = {"no encuentro mis pedidos antiguos en la aplicación",
                                      "la aplicación me cierra la sesión cada semana",
                                      "me llegan avisos de todo menos de mi pedido",
                                      "la tarjeta falló en la aplicación y en la web funcionó",
                                      "la aplicación se quedó colgada al pagar",
                                      "la lista de la compra no se comparte con mi mujer"},
                     [WORDING_GOOD] = {"todos mis pedidos en un mismo sitio",
                                       "entras una vez y listo",
                                       "el aviso cuando sale el paquete es muy práctico",
                                       "se paga con dos toques",
                                       "la aplicación hace lo que tiene que hacer",
                                       "la lista de la compra es genial"}},
                [WORDING_NEW_APP] =
                    {[WORDING_BAD] = {"desde la actualización tengo que buscarlo todo",
                                      "repetir un pedido antes estaba en la primera página",
                                      "pide un código aunque uso la huella",
                                      "sigo sin poder devolver desde la aplicación",
                                      "demasiadas imágenes en la nueva portada",
                                      "la nueva aplicación va lenta en mi móvil"},
                     [WORDING_GOOD] =
                         {"la nueva aplicación es mucho más clara",
                          "desde la actualización repetir un pedido es cosa de dos segundos",
                          "por fin la huella en vez de la contraseña",
                          "devolver algo desde la aplicación ahora es facilísimo",
                          "la nueva versión va rápida", "el nuevo menú es justo lo que faltaba"}},
                [WORDING_SHOP] =
                    {[WORDING_BAD] =
                         {"no había nadie a quien preguntar", "la tienda estaba desordenada",
                          "una caja abierta y cola hasta la puerta",
                          "según la web había y en la tienda no", "imposible aparcar",
                          "no aceptaron la devolución sin la caja"},
                     [WORDING_GOOD] = {"el chico se tomó su tiempo y sabía del tema",
                                       "tienda bonita, todo en su sitio", "nada de cola",
                                       "lo tenían y me lo llevé puesto",
                                       "abren hasta las ocho, se agradece",
                                       "lo devolví sin problemas"}},
                [WORDING_COLLECTION] =
                    {[WORDING_BAD] = {"no estaba listo aunque el aviso decía que sí",
                                      "# minutos esperando en el mostrador",
                                      "la señora del mostrador estaba de mal humor",
                                      "la caja estaba rota",
                                      "el aviso llegó cuando yo ya había ido",
                                      "la recogida cierra a las cinco, cuando trabajo"},
                     [WORDING_GOOD] =
                         {"estaba listo a la hora", "dos minutos y fuera",
                          "gente amable en el mostrador", "el aviso con el código funciona bien",
                          "todo bien embalado", "es cómodo recogerlo de camino a casa"}},
                [WORDING_DELIVERY] =
                    {
                        [WORDING_BAD] = {"la caja venía abierta y un vaso roto",
                                         "el repartidor lo tiró por encima de la valla",
                                         "faltaba un artículo", "el seguimiento no servía de nada",
                                         "lo dejaron con un vecino que no conozco",
                                         "llamaron y se fueron antes de que abriera"},
                        [WORDING_GOOD] =
                            {"todo bien embalado", "el repartidor muy amable",
                             "se veía dónde estaba la furgoneta", "lo dejaron justo donde pedí",
                             "completo y entero", "hasta lo subió al tercer piso"}},
                [WORDING_LATE] =
                    {[WORDING_BAD] =
                         {"llegó mucho más tarde de lo prometido", "tardó # días",
                          "llegó tarde y nadie avisó", "el seguimiento lleva días parado",
                          "dos días en casa para nada", "el regalo llegó después del cumpleaños"},
                     [WORDING_GOOD] = {"el producto en sí está bien",
                                       "el repartidor fue muy amable",
                                       "al menos venía bien embalado",
                                       "el precio es bueno", "la calidad es la de siempre",
                                       "hacer el pedido fue fácil"}},
                [WORDING_CALL] =
                    {[WORDING_BAD] =
                         {"el señor del teléfono fue seco", "mi problema sigue igual",
                          "nadie me devolvió la llamada",
                          "# minutos de musiquita hasta que contestaron",
                          "leen de un papel y no escuchan", "me pasaron tres veces de uno a otro"},
                     [WORDING_GOOD] = {"resuelto en una llamada", "contestaron enseguida",
                                       "una chica muy amable al teléfono",
                                       "una sola persona lo arregló todo",
                                       "me llamaron cuando dijeron", "sabía de lo que hablaba"}},
            },
        .opening = {[WORDING_BAD] = {"lo siento, pero", "una pena:", "la verdad,", "esta vez",
                                     "otra vez lo mismo:", "nada contento:"},
                    [WORDING_GOOD] = {"muy contenta:", "como siempre,", "la verdad,", "genial,",
                                      "hay que decirlo:", "solo quería dar las gracias:"}},
        .closing = {[WORDING_BAD] = {"Esperaba más.", "La próxima vez iré a otro sitio.",
                                     "Hagan algo, por favor.", "Antes era mejor.",
                                     "Sigo esperando una disculpa.", "Así no."},
                    [WORDING_GOOD] = {"¡Sigan así!", "Gracias.", "Repetiré.", "Lo recomiendo.",
                                      "No cambien nada.", "Gracias a todo el equipo."}},
        .brief = {[WORDING_BAD] = {"Decepcionante.", "Nunca más.", "No está a la altura",
                                   "Demasiado lío.", "Regular tirando a mal.", "mal"},
                  [WORDING_GOOD] = {"Todo bien.", "¡Perfecto!", "Buen servicio",
                                    "De diez, como siempre.", "contento", "Sin ninguna queja."}},
        .but = {", pero", ". Eso sí,", ", aunque"},
};

/** The product's name, in titles and in the frame. A forker's first edit. */
export const productName = 'Tenantry';

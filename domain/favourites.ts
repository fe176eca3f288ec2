/** Most answers that a taxpayer keeps (B8). */
export const mostFavourites = 500;

import { fetchRate } from './api.ts';

/** Another shop may implement it in another way: nothing here shows what its methods do. */
export interface Stock {
  countOf(article: string): Promise<number>;
  getPrice(article: string): Promise<number>;
}

export const stock: Stock = {
  countOf: (article) => fetchRate(`count-${article}`),
  getPrice: (article) => fetchRate(`price-${article}`),
};

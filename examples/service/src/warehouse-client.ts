import { NotFound } from './http.ts';

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly book: string;
}

export interface Customer {
  readonly name: string;
  readonly city: string;
}

export class Warehouse {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async orderIds(): Promise<string[]> {
    return (await this.#get('orders')) as string[];
  }

  async order(id: string): Promise<Order> {
    return (await this.#get(`orders/${id}`)) as Order;
  }

  async customer(id: string): Promise<Customer> {
    return (await this.#get(`customers/${id}`)) as Customer;
  }

  async stock(book: string): Promise<number> {
    return (await this.#get(`stock/${book}`)) as number;
  }

  async countView(book: string): Promise<void> {
    await fetch(`${this.#url}/views/${book}`, { method: 'POST' });
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}`);
    if (response.status === 404) throw new NotFound(path);
    return await response.json();
  }
}

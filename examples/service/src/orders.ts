import { type App, json, plainName, type Query, type Reply } from './http.ts';

export async function showOrder(query: Query, app: App): Promise<Reply> {
  const order = await app.warehouse.order(plainName(query.rest));
  const customer = await app.warehouse.customer(order.customer);
  const stock = await app.warehouse.stock(order.book);
  const currency = await app.settings.currency();
  app.warehouse.countView(order.book);
  return json({ ...order, customer, stock, currency });
}

export async function listOrders(_query: Query, app: App): Promise<Reply> {
  const books = [];
  for (const id of await app.warehouse.orderIds()) {
    const order = await app.warehouse.order(id);
    books.push(order.book);
  }
  return json(books);
}
